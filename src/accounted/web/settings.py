"""Django's settings for the workspace of one archive.

`configure` is called once in a process, before anything of Django is used: by `accounted serve`, by the WSGI
and ASGI modules, by tests. What an organisation may choose stands in `workspace.toml` in the archive:

    hosts = ["casualties.example.org"]    # names under which the workspace is reached
    https = true                          # behind a proxy that ends TLS
    require_mfa = true
    tile_url = ""                         # tiles for the map; none: the outlines that are shipped
    pmtiles = "/srv/maps/country.pmtiles" # the same from a file on this machine
    session_hours = 12
    upload_gigabytes = 0                  # of one person at once; 0: as many as there is room for
"""

from __future__ import annotations

import os
import secrets
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FILE = "workspace.toml"
HERE = Path(__file__).parent
LANGUAGES = [("en", "English"), ("uk", "Українська"), ("ru", "Русский"), ("ar", "العربية")]


class SettingsInvalid(ValueError):
    """`workspace.toml` cannot be used as it is. The message names the key and what to write."""


@dataclass(frozen=True)
class Options:
    """What an organisation may choose (`workspace.toml`)."""

    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    https: bool = False
    require_mfa: bool = False
    tile_url: str = ""
    pmtiles: str = ""
    session_hours: int = 12
    upload_gigabytes: int = 0
    language: str = "en"
    extra: dict[str, Any] = field(default_factory=dict)


def options_of(archive: Path) -> Options:
    """The choices of an archive's workspace; the defaults where there is no file.

    Raises:
        SettingsInvalid: no TOML, an unknown key, or a value of the wrong kind.
    """
    path = archive / FILE
    if not path.exists():
        return Options()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as trouble:
        raise SettingsInvalid(f"{path}: not TOML ({trouble}); see docs/reference/workspace.md") from None
    defaults = Options()
    chosen: dict[str, Any] = {}
    for key, value in told.items():
        if key == "extra" or not hasattr(defaults, key):
            known = ", ".join(name for name in vars(defaults) if name != "extra")
            raise SettingsInvalid(f"{path}: there is no setting {key!r}; the settings are {known}")
        expected = type(getattr(defaults, key))
        if expected is tuple:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise SettingsInvalid(f'{path}: {key} is a list of names, such as ["example.org"]')
            value = (*defaults.hosts, *value)
        elif type(value) is not expected:
            raise SettingsInvalid(f"{path}: {key} is {value!r}; write a {expected.__name__}")
        chosen[key] = value
    if chosen.get("tile_url") and chosen.get("pmtiles"):
        raise SettingsInvalid(f"{path}: tile_url and pmtiles are both given; keep one of them")
    if chosen.get("pmtiles"):
        chosen["pmtiles"] = str(archive / Path(chosen["pmtiles"]).expanduser())
    return Options(**chosen)


def secret_key(config: Path, archive_id: str) -> str:
    """The key that signs sessions: made once, kept outside the archive, readable by its owner only."""
    folder = config / "workspace"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{archive_id}.secret"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def settings_for(workspace: dict[str, Any], *, options: Options, secret: str) -> dict[str, Any]:
    """Everything Django is told. `workspace` are the settings of the workspace's database."""
    return {
        "SECRET_KEY": secret,
        "DEBUG": False,
        "ALLOWED_HOSTS": list(options.hosts),
        "CSRF_TRUSTED_ORIGINS": [f"https://{host}" for host in options.hosts] if options.https else [],
        "INSTALLED_APPS": [
            "accounted.record",
            "accounted.web",
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "django.contrib.humanize",
            "django.contrib.staticfiles",
            "django_htmx",
            "allauth",
            "allauth.account",
            "allauth.mfa",
            "allauth.usersessions",
            "ninja",
        ],
        "MIDDLEWARE": [
            "django.middleware.security.SecurityMiddleware",
            "accounted.web.access.headers.SecurityHeaders",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "accounted.web.access.answers.Answers",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.locale.LocaleMiddleware",
            "django.middleware.http.ConditionalGetMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "accounted.web.reading_order.ReadingOrder",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
            "allauth.usersessions.middleware.UserSessionsMiddleware",
            "django_htmx.middleware.HtmxMiddleware",
            "accounted.web.access.middleware.Workspace",
            "accounted.web.access.input.Input",
            "accounted.web.access.guard.Guard",
            "accounted.web.access.reads.Reads",
        ],
        "ROOT_URLCONF": "accounted.web.urls",
        "WSGI_APPLICATION": "accounted.web.wsgi.application",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.dummy"}, "workspace": workspace},
        "DATABASE_ROUTERS": ["accounted.web.database.Router", "accounted.record.database.Router"],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "AUTH_USER_MODEL": "web.User",
        "AUTHENTICATION_BACKENDS": ["allauth.account.auth_backends.AuthenticationBackend"],
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options_of_it}
            for name, options_of_it in (
                ("UserAttributeSimilarityValidator", {"user_attributes": ("username", "full_name")}),
                ("MinimumLengthValidator", {"min_length": 12}),
                ("CommonPasswordValidator", {}),
                ("NumericPasswordValidator", {}),
            )
        ],
        "CACHES": {
            "default": {
                # Shared by all workers, so that the limits on signing in hold for all of them together.
                "BACKEND": "django.core.cache.backends.db.DatabaseCache",
                "LOCATION": "web_cache",
                # Django's 300 would let somebody push the count of their own failures out with other keys.
                "OPTIONS": {"MAX_ENTRIES": 50_000},
            }
        },
        "SESSION_COOKIE_AGE": options.session_hours * 3600,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": options.https,
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SECURE": options.https,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_FAILURE_VIEW": "accounted.web.errors.forged",
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        # The proxy that ends TLS redirects already; should it ever not, nothing is told in the clear.
        "SECURE_SSL_REDIRECT": options.https,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https") if options.https else None,
        "SECURE_HSTS_SECONDS": 31_536_000 if options.https else 0,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": options.https,
        "SECURE_HSTS_PRELOAD": options.https,
        "X_FRAME_OPTIONS": "DENY",
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "DIRS": [HERE / "templates"],
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                        "accounted.web.context.workspace",
                    ],
                    "loaders": [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                },
            }
        ],
        "STATIC_URL": "/static/",
        "STATICFILES_DIRS": [HERE / "static"],
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_MAX_AGE": 3600,
        "LANGUAGE_CODE": options.language,
        "LANGUAGES": LANGUAGES,
        "LOCALE_PATHS": [HERE / "locale"],
        "USE_I18N": True,
        "USE_TZ": True,
        "TIME_ZONE": "UTC",
        "LOGIN_URL": "/account/login/",
        "LOGIN_REDIRECT_URL": "/",
        "LOGOUT_REDIRECT_URL": "/account/login/",
        "ACCOUNT_ADAPTER": "accounted.web.accounts.Adapter",
        "ACCOUNT_LOGIN_METHODS": {"username"},
        "ACCOUNT_SIGNUP_FIELDS": ["username*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        "ACCOUNT_LOGOUT_ON_GET": False,
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_SESSION_REMEMBER": False,
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": 900,
        "ACCOUNT_RATE_LIMITS": {"login": "20/m/ip", "login_failed": "10/m/ip,5/5m/key"},
        # Behind a proxy the address of whoever asks is the one the proxy saw.
        "ALLAUTH_TRUSTED_PROXY_COUNT": 1 if options.https else 0,
        "MFA_SUPPORTED_TYPES": ["totp", "webauthn", "recovery_codes"],
        "MFA_ALLOW_UNVERIFIED_EMAIL": True,
        "MFA_TOTP_ISSUER": "Accounted",
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": not options.https,  # localhost
        "USERSESSIONS_TRACK_ACTIVITY": False,
        "EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend",  # nothing leaves unasked
        "DATA_UPLOAD_MAX_MEMORY_SIZE": 16 << 20,
        "FILE_UPLOAD_MAX_MEMORY_SIZE": 4 << 20,
        "FILE_UPLOAD_PERMISSIONS": 0o600,
        "FILE_UPLOAD_HANDLERS": [
            "django.core.files.uploadhandler.MemoryFileUploadHandler",
            "accounted.web.uploads.sending.IncomingFiles",
        ],
        "LOGGING_CONFIG": None,
        "ACCOUNTED_REQUIRE_MFA": options.require_mfa,
        "ACCOUNTED_TILE_URL": options.tile_url,
        "ACCOUNTED_UPLOAD_GIGABYTES": options.upload_gigabytes,
        "ACCOUNTED_PMTILES": options.pmtiles,
    }
