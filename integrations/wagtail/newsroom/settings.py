"""A small newsroom on SQLite. For trying out on your own machine: DEBUG is on and the secret is none."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).parent.parent
DATA = Path(os.environ.get("NEWSROOM_DATA", BASE_DIR / "data"))

# What a site needs of tqcheck: the app below, and up to three settings.
TQCHECK_FAIL = os.environ.get("NEWSROOM_FAIL", "open")
TQCHECK_TIMEOUT = float(os.environ.get("NEWSROOM_TIMEOUT", "20"))
TQCHECK_CHECKER = os.environ.get("NEWSROOM_SERVICE") or {"engine": os.environ.get("NEWSROOM_ENGINE", "ctranslate")}

INSTALLED_APPS = [
    "newsroom",
    "tqcheck.wagtail",
    *os.environ.get("NEWSROOM_TRANSLATION", "wagtail.contrib.simple_translation wagtail.locales").split(),
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.admin",
    "wagtail.search",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.locale.LocaleMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA / "newsroom.sqlite3",
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }
}
ROOT_URLCONF = "newsroom.urls"
STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
WAGTAIL_I18N_ENABLED = True
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("fr", "French"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

WAGTAIL_SITE_NAME = "Newsroom"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]

DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SECRET_KEY = "only-for-trying-out-on-this-machine"
LOGGING_CONFIG = None
