"""A time-stamp authority made with openssl, an archive, and exports of it, for the tests of this room."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# What the tests of this folder share lies beside them; the folder is no package.
sys.path.insert(0, str(Path(__file__).parent))

from local_authority import LocalAuthority
from small_archive import Exported, small_archive

from accounted.evidence import KeyRing
from accounted.evidence.bag import Bag, write_bag
from accounted.evidence.stamping import stamp_newest


@pytest.fixture(scope="session")
def make_authority(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., LocalAuthority]:
    def make(name: str = "local", **options: object) -> LocalAuthority:
        return LocalAuthority(tmp_path_factory.mktemp("authority") / name, name, **options)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def local_authority(make_authority: Callable[..., LocalAuthority]) -> LocalAuthority:
    return make_authority()


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory, local_authority: LocalAuthority) -> Iterator[Exported]:
    """Two stamped checkpoints, a key change between them, and the details of one item disclosed."""
    folder = tmp_path_factory.mktemp("exported")
    store, first = small_archive(folder)
    early = store.checkpoint(first)
    stamp_newest(store, [local_authority.authority], local_authority.fetch, agent="p:4b1d0c7e92aa")
    signer = KeyRing(folder / "keys").rotate(store, agent="p:4b1d0c7e92aa", reason="yearly")
    store.keep(b"statement number 5\n", agent="p:4b1d0c7e92aa", item="ACC-000005", detail={"note": "later"})
    bag = write_bag(
        store,
        folder / "bag",
        signer=signer,
        agent="p:4b1d0c7e92aa",
        purpose="request of the court",
        recipient="Registry",
        disclose_details=["ACC-000002"],
        after_checkpoint=lambda _: stamp_newest(
            store, [local_authority.authority], local_authority.fetch, agent="p:4b1d0c7e92aa"
        ),
    )
    yield Exported(store, signer, early, bag)
    store.close()


@pytest.fixture(scope="session")
def proofs_only(exported: Exported, tmp_path_factory: pytest.TempPathFactory) -> Bag:
    """A bag of one item with what was derived from it: single entries with proofs."""
    return write_bag(
        exported.store,
        tmp_path_factory.mktemp("proofs") / "bag",
        signer=exported.signer,
        agent="p:4b1d0c7e92aa",
        purpose="one item for the defence",
        items=["ACC-000004"],
    )
