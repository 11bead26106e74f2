"""The cast: Ana and Ben analyse, Rita reviews, Lea leads, Otto is a stranger and must see nothing."""

from __future__ import annotations

import copy
import gc
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils.translation import deactivate
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker

from annotate.projects.models import Mode
from tests.chromium import browser, chromium  # noqa: F401 - fixtures of the browser tests and of those on real servers
from tests.emptying import replace_flush
from tests.factories import World, make_world

# A busy machine is no fault of what is tested: nothing here fails because it was slow.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

replace_flush()

HEAVY = (
    "tests/house/test_blindness.py",
    "tests/browser/test_axe.py",
    "tests/run/test_other_database.py",
    "tests/run/test_serving.py",
    "tests/run/test_outbox.py",
    "tests/run/test_live.py",
    "tests/run/test_killing.py",
    "tests/browser/test_desk.py",
    "tests/browser/test_offsets.py",
    "tests/browser/test_settling.py",
    "tests/intake/test_archives.py",
    "tests/browser/test_on_span.py",
    "tests/browser/test_reading.py",
    "tests/browser/test_keys.py",
    "tests/agreement/test_measures.py",
    "tests/spans/test_history.py",
    "tests/run/test_writers.py",
    "tests/browser/test_live.py",
    "tests/api/test_schemathesis.py",
    "tests/api/test_at_once.py",
    "tests/house/test_pseudo.py",
    "tests/house/test_forms.py",
    "tests/browser/test_journey.py",
    "tests/export/test_files.py",
)
"""The files that take longest. They come first, so that none of them is what all others wait for at the end."""


gc.disable()  # a collection of thousands of tests is nothing but objects that stay


def pytest_collection_finish() -> None:
    """What was collected stays to the end, and is not looked through again and again."""
    gc.collect()
    gc.freeze()
    gc.enable()
    gc.set_threshold(10_000)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The heavy ones first, all else as it was."""
    places = {config.rootpath / name: place for place, name in enumerate(HEAVY)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


AT = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """A request leaves its language in the thread: the next test begins in English all the same."""
    yield
    deactivate()


@pytest.fixture
def at() -> datetime:
    """The clock of the tests."""
    return AT


@pytest.fixture(scope="module")
def kept(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What fixtures of a module make on this is there for all of its tests, each of which undoes its own changes."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def worlds(kept: None) -> dict[Mode, World]:
    """A world of each mode, made once for all tests of a module; each gets a copy of the objects."""
    return {mode: make_world(mode, at=AT) for mode in Mode}


@pytest.fixture
def shared(worlds: dict[Mode, World], db: None) -> World:
    """A shared project with its cast and one article."""
    return copy.deepcopy(worlds[Mode.SHARED])


@pytest.fixture
def independent(worlds: dict[Mode, World], db: None) -> World:
    """An independent project with its cast and one article given to Ana and Ben."""
    return copy.deepcopy(worlds[Mode.INDEPENDENT])


@pytest.fixture(params=[Mode.SHARED, Mode.INDEPENDENT])
def world(request: pytest.FixtureRequest, worlds: dict[Mode, World], db: None) -> World:
    """Both kinds of project."""
    return copy.deepcopy(worlds[request.param])


@pytest.fixture
def sign_in(client: Client):  # type: ignore[no-untyped-def]
    """A plain client, signed in as somebody."""

    def enter(user):  # type: ignore[no-untyped-def]
        client.force_login(user, backend="annotate.projects.sessions.Accounts")
        return client

    return enter
