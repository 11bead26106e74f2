"""The product's settings, with a database of their own that may forget everything at a power cut."""

import os
from pathlib import Path

os.environ.setdefault("ANNOTATE_DATA", str(Path(__file__).resolve().parent.parent / "var" / "tests"))
os.environ.setdefault("ANNOTATE_POSTGRES_OPTIONS", "-c fsync=off -c synchronous_commit=off -c full_page_writes=off")

from annotate.settings import *  # noqa: F403
from annotate.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # hashing well costs most of a run
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_AUTOREFRESH = True
