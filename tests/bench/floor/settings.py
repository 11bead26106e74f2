"""The product's, with one more address."""

from annotate.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.floor.urls"
