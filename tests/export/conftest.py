"""Archives come into a second database; pages stand in a frame."""

from __future__ import annotations

from copy import deepcopy

import pytest
from pytest_django.fixtures import Settings

from tests.second import elsewhere, migrated, nowhere

__all__ = ["elsewhere", "frame", "migrated", "nowhere"]

FRAME = {
    "base.html": "<title>{% block title %}{% endblock %}</title><main>{% block main %}{% endblock %}</main>",
    "problem.html": "<p>{{ sentence }}</p>",
}


@pytest.fixture
def frame(settings: Settings) -> None:
    """The frame of every page where the project's own is not there (it is found first)."""
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["OPTIONS"]["loaders"][0][1].append(("django.template.loaders.locmem.Loader", FRAME))
    settings.TEMPLATES = templates
