"""Settings of the whole site. Values that differ between machines come from the environment."""

import os
from pathlib import Path
from typing import Any

import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from gis_project.basemaps import BaseMap, base_maps, checked_url, for_leaflet, origins
from gis_project.env import env_choice, env_flag, env_list, env_number, env_text, postgis_database

BASE_DIR = Path(__file__).resolve().parent.parent

ENVIRONMENT = env_choice(
    "GANDAN_ENV", frozenset({"development", "production", "test"}), "development"
)
PRODUCTION = ENVIRONMENT == "production"
DEBUG = env_flag("GANDAN_DEBUG", default=False)

# A fixed key is allowed only where nothing real is kept.
DEVELOPMENT_KEY = "development-only-key-for-machines-that-keep-no-real-data"
SECRET_KEY = env_text("GANDAN_SECRET_KEY", None if PRODUCTION else DEVELOPMENT_KEY)
if PRODUCTION and (DEBUG or SECRET_KEY == DEVELOPMENT_KEY):
    raise ImproperlyConfigured("GANDAN_ENV=production: no DEBUG and a secret key of your own.")

ALLOWED_HOSTS = env_list("GANDAN_ALLOWED_HOSTS", "" if PRODUCTION else "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("GANDAN_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "rest_framework_gis",
    "drf_spectacular",
    "django_htmx",
    "csp",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "leaflet",
    "apps.common",
    "apps.accounts",
    "apps.areas",
    "apps.people",
    "apps.households",
    "apps.imports",
    "apps.assignments",
    "apps.visits",
    "apps.issues",
    "apps.planning",
    "apps.reports",
    "apps.webmap",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # Tiles asked for again take the place of all that follows; see decision 013.
    "apps.webmap.shortcut.TileShortcutMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "apps.accounts.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.accounts.middleware.ActorMiddleware",
    "apps.accounts.middleware.NothingKeptMiddleware",
    "apps.accounts.middleware.AccessMiddleware",
    "apps.accounts.middleware.HistoryMiddleware",
]

# Views whose answers a browser may keep, as each says itself; all else behind the log-in is kept
# nowhere. Tiles hold marks without names, and are asked about again by their version.
KEPT_BY_BROWSERS = frozenset(
    {
        "webmap:tiles",
        "webmap:gap-tiles",
        "webmap:issue-tiles",
        "webmap:issue-kind-tiles",
    }
)

ROOT_URLCONF = "gis_project.urls"
# What the bar and the menu lead to.
NAVIGATION = "gis_project.navigation.NAVIGATION"
WSGI_APPLICATION = "gis_project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
            ],
        },
    },
]

DATABASES = {
    "default": postgis_database(os.environ.get("DATABASE_URL", "postgis:///gandan"))
    | {"OPTIONS": {"pool": {"min_size": 0, "max_size": 8}} if ENVIRONMENT != "test" else {}}
}
# A database that restarted leaves dead connections in the pool; ask before handing one out.
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Several people may run the tests on one cluster at once.
if suffix := os.environ.get("TEST_DB_SUFFIX"):
    DATABASES["default"]["TEST"] = {"NAME": f"test_gandan_{suffix}"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits of log-in must be counted across all web processes, so the cache is shared.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}

# --- who logs in -------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "apps.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = env_number("GANDAN_TRUSTED_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Gần Dân"
MFA_ADAPTER = "apps.accounts.adapter.SecondFactorAdapter"
# Roles that see a whole commune must have a second factor where real data is kept.
REQUIRE_SECOND_FACTOR = env_flag("GANDAN_REQUIRE_SECOND_FACTOR", default=PRODUCTION)

# --- sessions, cookies, transport ----------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if PRODUCTION:
    SECURE_SSL_REDIRECT = env_flag("GANDAN_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if env_flag("GANDAN_BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- reminders ---------------------------------------------------------------------------------
# By e-mail only where there is a mail server, and an address of the site to lead to.
EMAIL_HOST = env_text("GANDAN_EMAIL_HOST", "")
EMAIL_PORT = env_number("GANDAN_EMAIL_PORT", default=587)
EMAIL_HOST_USER = env_text("GANDAN_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = env_text("GANDAN_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = env_flag("GANDAN_EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env_text("GANDAN_EMAIL_FROM", "gan-dan@localhost")
PUBLIC_URL = env_text("GANDAN_PUBLIC_URL", "").rstrip("/")
REMINDERS_BY_EMAIL = bool(EMAIL_HOST and PUBLIC_URL)

# --- phones -----------------------------------------------------------------------------------
# What phones seal their check-ins to is derived from this. Changing it takes the old one over into
# the old keys, until no phone has anything waiting that was sealed to it.
PHONE_SEAL_KEY = env_text("GANDAN_PHONE_SEAL_KEY", SECRET_KEY)
PHONE_SEAL_OLD_KEYS = env_list("GANDAN_PHONE_SEAL_OLD_KEYS")

# --- the map --------------------------------------------------------------------------------
TILE_URL = env_text("GANDAN_TILE_URL", "")
TILE_ATTRIBUTION = env_text("GANDAN_TILE_ATTRIBUTION", "")
BASE_MAPS = base_maps(
    env_text("GANDAN_BASE_MAPS", ""),
    first=BaseMap(_("Bản đồ nền"), checked_url(TILE_URL, "GANDAN_TILE_URL"), TILE_ATTRIBUTION)
    if TILE_URL
    else None,
)

LEAFLET_CONFIG: dict[str, Any] = {
    "TILES": for_leaflet(BASE_MAPS, "base"),
    "OVERLAYS": for_leaflet(BASE_MAPS, "overlay"),
    "DEFAULT_CENTER": (21.55, 106.21),
    "DEFAULT_ZOOM": 12,
    "MIN_ZOOM": 5,
    "MAX_ZOOM": 19,
    "SCALE": "metric",
    "MINIMAP": False,
    "RESET_VIEW": False,
    "NO_GLOBALS": True,
    "ATTRIBUTION_PREFIX": "Leaflet",
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *origins(BASE_MAPS)],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# --- language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
# The choice made in the menu outlives the browser's session.
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = PRODUCTION
# The second holds Vietnamese for texts of packages that have none of their own.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "third_party"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = ["gis_project.formats"]
USE_THOUSAND_SEPARATOR = True

# --- files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = Path(env_text("GANDAN_STATIC_ROOT", str(BASE_DIR / "var" / "static-root")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ENVIRONMENT == "test"
        else "gis_project.storage.ModuleManifestStorage"
    },
}

# Development and tests import modules one by one, as they are written.
PAGES_PACKED = ENVIRONMENT == "production"
# Tests read static files where they lie, without collecting them first.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = ENVIRONMENT == "test"

# --- interfaces, jobs, history, logs ----------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["apps.accounts.permissions.DeclaredAccess"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "apps.accounts.api_errors.handle",
    # Whose address a limit counts.
    "NUM_PROXIES": ALLAUTH_TRUSTED_PROXY_COUNT,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Gần Dân",
    "VERSION": "0.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_NAME_OVERRIDES": {
        "PlanStateEnum": "apps.assignments.plan_states.PlanState",
        "PlanEditKindEnum": "apps.assignments.plans.kinds.EditKind",
        "PlanRunStateEnum": "apps.assignments.plans.kinds.RunState",
        "PlanProposalStateEnum": "apps.assignments.plans.kinds.ProposalState",
        "PlanBanReasonEnum": "apps.assignments.plans.kinds.BanReason",
        "ContactChannelEnum": "apps.visits.models.Channel",
        "ContactChangeEnum": "apps.visits.checkins.kinds.ChangeKind",
        "PlanAmendReasonEnum": "apps.assignments.plans.kinds.AmendReason",
        "IssueBlankReasonEnum": "apps.issues.blanking.models.BlankReason",
        "IssueKindEnum": "apps.issues.kinds.IssueKind",
        "IssueLevelEnum": "apps.issues.levels.Level",
        "IssueStateEnum": "apps.issues.machine.State",
        "IssueVerbEnum": "apps.issues.machine.Verb",
        "IssueStepEnum": "apps.issues.bodies.STEP_VERBS",
        "TripStateEnum": "apps.planning.states.TripState",
        "TripOutcomeEnum": "apps.planning.states.Outcome",
        "TripTurnEnum": "apps.planning.states.Turn",
    },
}
PGHISTORY_APPEND_ONLY = True
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
PROCRASTINATE_IMPORT_PATHS = [
    "apps.common.jobs",
    "apps.accounts.jobs",
    "apps.assignments.jobs",
    "apps.imports.jobs",
    "apps.visits.jobs",
    "apps.issues.jobs",
    "apps.webmap.jobs",
    "apps.issues.followups.jobs",
    "apps.planning.jobs",
]
# Debian 12 has GDAL 3.6. No string of a request reaches GDAL in this process: files are opened in a
# subprocess without a network (apps.imports.readers), geometry comes from our own database.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"procrastinate": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
