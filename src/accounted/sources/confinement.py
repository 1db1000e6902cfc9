"""What a process that parses strangers' files may not do. POSIX limits everywhere; more where Linux offers
it.

- limits on processor time, address space, size of files written, open files; no core dumps;
- no network: a network namespace of its own where that is permitted (harmless where not);
- no new privileges, and death with its parent;
- file access (Landlock, Linux 5.13 and later): the installed program is readable, one file is readable, one
  directory is writable, nothing else on the machine can be opened.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import struct
import sys
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from accounted.sources.extraction import MIB, Limits

_CLONE_NEWNET = 0x40000000
_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_PR_SET_DUMPABLE = 4
_PR_SET_NO_NEW_PRIVS = 38
_LANDLOCK_CREATE_RULESET, _LANDLOCK_ADD_RULE, _LANDLOCK_RESTRICT_SELF = 444, 445, 446
_RULE_PATH_BENEATH = 1
# Rights of Landlock ABI 1 (linux/landlock.h): execute, write file, read file, read directory, then the rest.
_EXECUTE, _WRITE, _READ, _READ_DIRECTORY = 1, 2, 4, 8
_ABI_1 = (1 << 13) - 1
_REFER, _TRUNCATE, _IOCTL = 1 << 13, 1 << 14, 1 << 15
_NET_BIND_AND_CONNECT = 3


def leave_the_network() -> bool:
    """Put this process, and all it starts, into an empty network namespace. False if not permitted."""
    libc = _libc()
    if libc is None or not hasattr(libc, "unshare"):
        return False
    if libc.unshare(_CLONE_NEWNET) == 0:
        return True
    return bool(libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0)


def set_limits(limits: Limits) -> None:
    """Hard limits for this process and all it starts."""
    for what, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, limits.cpu_seconds),
        (resource.RLIMIT_FSIZE, limits.expanded_bytes + 512 * MIB),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_AS, limits.memory_bytes),
    ):
        _lower(what, value)


def _lower(what: int, value: int) -> None:
    _, hard = resource.getrlimit(what)
    most = value if hard == resource.RLIM_INFINITY else min(value, hard)
    # macOS does not know RLIMIT_AS; a system may refuse a limit, and the wall clock still holds.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def give_up_privileges() -> None:
    """No new privileges through programs started, and no debugging by others."""
    libc = _libc()
    if libc is None or not hasattr(libc, "prctl"):
        return
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def die_with_parent() -> None:
    """Be killed when the process that forked this one ends, however it ends."""
    libc = _libc()
    if libc is not None and hasattr(libc, "prctl"):
        libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def see_only(readable: Iterable[Path], writable: Path) -> bool:
    """Restrict what can be opened to the given paths (Landlock). False where the kernel has none.

    Call `give_up_privileges` first: Landlock asks for it.
    """
    libc = _libc()
    if libc is None:
        return False
    version = libc.syscall(_LANDLOCK_CREATE_RULESET, None, 0, 1)
    if version < 1:
        return False
    rights = _ABI_1 | (_REFER if version >= 2 else 0) | (_TRUNCATE if version >= 3 else 0)
    rights |= _IOCTL if version >= 5 else 0
    attributes = struct.pack("=QQ", rights, _NET_BIND_AND_CONNECT if version >= 4 else 0)
    size = 16 if version >= 4 else 8
    ruleset = libc.syscall(_LANDLOCK_CREATE_RULESET, attributes, size, 0)
    if ruleset < 0:
        return False
    try:
        for path in readable:
            _allow(libc, ruleset, path, _EXECUTE | _READ | _READ_DIRECTORY)
        _allow(libc, ruleset, writable, rights)
        _allow(libc, ruleset, Path("/dev/null"), _READ | _WRITE)
        return bool(libc.syscall(_LANDLOCK_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(libc: ctypes.CDLL, ruleset: int, path: Path, rights: int) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not path.is_dir():
            rights &= _EXECUTE | _READ | _WRITE | _TRUNCATE
        libc.syscall(_LANDLOCK_ADD_RULE, ruleset, _RULE_PATH_BENEATH, struct.pack("=Qi", rights, handle), 0)
    finally:
        os.close(handle)


@lru_cache(maxsize=4)
def program_paths(tesseract: str | None) -> tuple[Path, ...]:
    """Where the running program lies: Python, its libraries, ours, the system's libraries, Tesseract."""
    places = {
        *sys.path,
        sys.prefix,
        sys.base_prefix,
        sys.exec_prefix,
        str(Path(sys.executable).resolve().parent),
    }
    places |= {"/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache", "/opt/homebrew", "/nix/store",
               "/dev/urandom", "/proc/self", "/sys/fs/cgroup", "/etc/localtime"}  # fmt: skip
    if tesseract:
        places.add(str(Path(tesseract).resolve().parent.parent))
        if "TESSDATA_PREFIX" in os.environ:
            places.add(os.environ["TESSDATA_PREFIX"])
    # A file system's root would undo the restriction (an empty entry of sys.path is the current directory).
    return tuple(
        Path(place) for place in sorted(places) if place and Path(place) != Path("/") and Path(place).exists()
    )


@lru_cache(maxsize=1)
def _libc() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None, use_errno=True)
    except OSError:
        return None
