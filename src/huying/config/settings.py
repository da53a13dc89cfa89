"""All settings, typed, from the environment; a wrong value refuses to start."""

from datetime import datetime, time
from pathlib import Path
from typing import Any

from environs import Env
from marshmallow.validate import OneOf

from huying.config.addresses import address, origin
from huying.config.database import database_from_url
from huying.config.field_keys import field_keys
from huying.config.identities import doors, identity_providers
from huying.config.safety import page_policy
from huying.config.secret import kept_secret
from huying.config.wechat import service_account
from huying.kernel.now import begin_at
from huying.kernel.throttle import networks

env = Env()


def secret(name: str, default: str = "") -> str:
    """The variable itself, or the content of the file that NAME_FILE points to."""
    path = env.str(f"{name}_FILE", "")
    return Path(path).read_text(encoding="utf-8").strip() if path else env.str(name, default)


# --- where we are -----------------------------------------------------------
HOME = Path(env.str("HUYING_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)
PACKAGE = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.str("HUYING_ENV", "local", validate=OneOf(["local", "test", "production"]))
DEBUG = env.bool("HUYING_DEBUG", False)
SECRET_KEY = secret("HUYING_SECRET_KEY") or kept_secret(HOME / "secret_key")
SECRET_KEY_FALLBACKS: list[str] = env.list("HUYING_SECRET_KEY_FALLBACKS", [])
FIELD_KEYS = field_keys(
    secret("HUYING_FIELD_KEYS"), HOME / "field_keys",
    env.str("HUYING_CIPHER", "aes"),
)  # fmt: skip
ALLOWED_HOSTS: list[str] = env.list("HUYING_ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("HUYING_TRUSTED_ORIGINS", [])
TRUSTED_PROXIES: list[str] = env.list("HUYING_TRUSTED_PROXIES", [])
try:
    networks(tuple(TRUSTED_PROXIES))
except ValueError as problem:
    raise ValueError(f"HUYING_TRUSTED_PROXIES: {problem}") from None
FIXED_NOW: str = env.str("HUYING_NOW", "")
if FIXED_NOW and ENVIRONMENT == "production":
    raise ValueError("HUYING_NOW is for demos and tests; refused when HUYING_ENV=production")
if FIXED_NOW:
    begin_at(datetime.fromisoformat(FIXED_NOW))

# --- database -----------------------------------------------------------------
DATABASE_URL = secret("DATABASE_URL", f"sqlite:///{HOME / 'huying.sqlite3'}")
DATABASES: dict[str, dict[str, Any]] = {"default": database_from_url(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- rooms --------------------------------------------------------------------
INSTALLED_APPS = [
    "huying.web",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "treebeard",
    "lucide",
    "ninja",
    "django_tasks",
    "django_tasks_db",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.weixin",
    "huying.trail",
    "huying.places",
    "huying.people",
    "huying.adoptions",
    "huying.orgs",
    "huying.clocks",
    "huying.files",
    "huying.care",
    "huying.orders",
    "huying.whistles",
    "huying.campaigns",
    "huying.duty",
    "huying.supply",
    "huying.intake",
    "huying.notices",
    "huying.lists",
    "huying.api",
]
AUTH_USER_MODEL = "people.Account"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/"

# --- signing in ---------------------------------------------------------------
SECOND_FACTOR = env.str(
    "HUYING_SECOND_FACTOR", "optional", validate=OneOf(["optional", "required"])
)
PHONE_CODES_PER_HOUR = env.int("HUYING_PHONE_CODES_PER_HOUR", 300)
SOCIALACCOUNT_PROVIDERS = identity_providers(
    (
        env.str("HUYING_OIDC_ISSUER", ""),
        env.str("HUYING_OIDC_CLIENT_ID", ""),
        secret("HUYING_OIDC_CLIENT_SECRET"),
        env.str("HUYING_OIDC_NAME", "OpenID Connect"),
    ),
    (env.str("HUYING_WEIXIN_APP_ID", ""), secret("HUYING_WEIXIN_APP_SECRET")),
)
_ROOM = "huying.web.account"
ACCOUNT_ADAPTER = f"{_ROOM}.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # asked for by a check; nobody signs up
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_FORMS = {"reauthenticate": f"{_ROOM}.forms.ConfirmByPassword"}
# The library counts in the memory of one process; ours are counted in the database.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_ADAPTER = f"{_ROOM}.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # there is no mail to verify
MFA_TOTP_TOLERANCE = 1  # a code is typed in its last second, or by a slow clock
MFA_FORMS = {
    "authenticate": f"{_ROOM}.forms.SecondStep",
    "reauthenticate": f"{_ROOM}.forms.ConfirmByCode",
    "activate_totp": f"{_ROOM}.forms.FirstCode",
    "add_webauthn": f"{_ROOM}.forms.NewPasskey",
}
SOCIALACCOUNT_ADAPTER = f"{_ROOM}.adapters.IdentityAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_REAUTHENTICATION_REQUIRED = True

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "huying.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "huying.web.account.seen.SeenMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "huying.web.refusals.RefusedMiddleware",
]
ROOT_URLCONF = "huying.config.urls"
WSGI_APPLICATION = "huying.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "huying.web.context.frame",
            ],
        },
    },
]

# Where people reach this installation, for links in messages; "" while nobody said so.
ADDRESS = address("HUYING_ADDRESS", said) if (said := env.str("HUYING_ADDRESS", "")) else ""

# --- notices in WeChat ----------------------------------------------------------
WECHAT = service_account(
    env.str("HUYING_WECHAT_APP_ID", ""),
    secret("HUYING_WECHAT_APP_SECRET"),
    env.str("HUYING_WECHAT_TEMPLATE", ""),
    env.str("HUYING_WECHAT_FIELDS", ""),
    api=env.str("HUYING_WECHAT_API", "https://api.weixin.qq.com"),
    door=env.str("HUYING_WECHAT_DOOR", "https://open.weixin.qq.com"),
)

# --- safety -------------------------------------------------------------------
CONTENT_SECURITY_POLICY = page_policy(
    [
        *doors(SOCIALACCOUNT_PROVIDERS, env.str("HUYING_OIDC_DOOR", "")),
        *([origin(WECHAT.door)] if WECHAT else []),
    ]
)
HTTPS = env.bool("HUYING_HTTPS", False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "huying.web.lost.form_too_old"
SESSION_COOKIE_AGE = 60 * 60 * 12
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXIES else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
UPLOAD_MAX_BYTES = env.int("HUYING_UPLOAD_MAX_BYTES", 15 * 1024 * 1024)
UPLOAD_MAX_PIXELS = env.int("HUYING_UPLOAD_MAX_PIXELS", 50_000_000)
PUBLIC_WRITES_PER_MINUTE = env.int("HUYING_PUBLIC_WRITES_PER_MINUTE", 60)

# --- words and time -----------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("HUYING_TIME_ZONE", "Asia/Shanghai")

# --- files, jobs, logs --------------------------------------------------------
STATIC_URL = "/static/"
PRACTICES = HOME / "practices"  # packs of the installation's own
STATICFILES_DIRS = [PACKAGE / "web" / "console" / "static"]
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
MEDIA_ROOT = HOME / "files"
QUIET_FROM = env.time("HUYING_QUIET_FROM", time(21, 30))
QUIET_UNTIL = env.time("HUYING_QUIET_UNTIL", time(7, 30))
EMAIL_HOST = env.str("HUYING_MAIL_HOST", "")
EMAIL_PORT = env.int("HUYING_MAIL_PORT", 25)
EMAIL_HOST_USER = env.str("HUYING_MAIL_USER", "")
EMAIL_HOST_PASSWORD = secret("HUYING_MAIL_PASSWORD")
EMAIL_USE_TLS = env.bool("HUYING_MAIL_TLS", False)
EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env.str("HUYING_MAIL_FROM", "huying@localhost")
SMS_SENDER = env.str("HUYING_SMS_SENDER", "huying.notices.senders.Console")
OUTBOX_WIRING = "huying.config.wiring.HANDLERS"
RULEBOOK_SECONDS = env.float("HUYING_RULEBOOK_SECONDS", 3.0)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("HUYING_LOG_LEVEL", "WARNING")},
    # A refusal is an answer, not an incident; what the server itself gets wrong is told.
    "loggers": {"django.request": {"level": "ERROR"}},
}
