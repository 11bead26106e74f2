"""The system's Chromium on a live server, static files hashed as in production. A page with a console error fails."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from annotate.corpus.models import Article
from annotate.management.serving import collect_static
from annotate.projects.models import Mode, User
from annotate.spans.models import Span
from tests.browser.desk import Reader
from tests.factories import World, make_world

expect.set_options(timeout=10_000)  # a busy machine is no fault of what is tested

LISTEN_TO_THE_POLICY = """
    document.addEventListener("securitypolicyviolation", event =>
        console.error(`the policy forbids ${event.violatedDirective}: ${event.blockedURI}`))
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs Chromium, and a database whose changes the server's threads see."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def live_server(request: pytest.FixtureRequest) -> Iterator[LiveServer]:
    """pytest-django's, serving the files that production would serve, under their hashed names."""
    hashed = {**settings.STORAGES, "staticfiles": {"BACKEND": "annotate.static_files.HashedFiles"}}
    with override_settings(STORAGES=hashed, WHITENOISE_AUTOREFRESH=False):
        collect_static()
        server = LiveServer("localhost")
        yield server
        server.stop()


def listen_to(context: BrowserContext, problems: list[str]) -> None:
    """Whatever its pages complain of goes among the problems."""
    context.add_init_script(LISTEN_TO_THE_POLICY)
    context.on("console", lambda said: problems.append(said.text) if said.type in {"error", "warning"} else None)
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.set_default_timeout(10_000)


def wait_until_requests_are_over() -> None:
    """Tables are emptied after a test, which a request that still reads or writes would stop (a deadlock).

    A page that is closed may have sent its last one just then, so the database must be at rest for a moment.
    """
    quiet, until = 0, time.monotonic() + 10
    with connection.cursor() as cursor:
        while quiet < 3:
            assert time.monotonic() < until, "a request does not end"
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND state <> 'idle'"
            )
            quiet = quiet + 1 if cursor.fetchone() == (0,) else 0
            time.sleep(0.01)


@pytest.fixture
def problems() -> list[str]:
    """What pages complained of. A test that expects a complaint takes it out."""
    return []


@pytest.fixture
def open_context(
    browser: Browser, live_server: LiveServer, problems: list[str]
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes a person's browser: cookies of its own, and whatever Playwright's `new_context` takes."""
    contexts: list[BrowserContext] = []

    def make(**options: object) -> BrowserContext:
        context = browser.new_context(base_url=live_server.url, **options)  # type: ignore[arg-type]
        listen_to(context, problems)
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    wait_until_requests_are_over()
    assert problems == []


@pytest.fixture
def page(open_context: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who is not signed in."""
    return open_context().new_page()


@pytest.fixture
def sign_in_to(live_server: LiveServer) -> Callable[[BrowserContext, User], None]:
    """Signs a person in without typing: the cookie of a session goes into their browser."""

    def enter(context: BrowserContext, person: User) -> None:
        client = Client()
        client.force_login(person, backend="annotate.projects.sessions.Accounts")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return enter


TEXT = """The ferry must stay

The council says the new bridge is cheaper. It is not: the toll alone costs 40 crowns a day 🚢.

They are in it to win it, and they have told nobody what “winning” means.

كتب أحد الوزراء أن «الجسر الجديد» سيغيّر كل شيء.
"""

Enter = Callable[..., Reader]


@pytest.fixture
def shared() -> World:
    """A shared project, committed, so that the server sees it."""
    return make_world(Mode.SHARED, text=TEXT)


@pytest.fixture
def independent() -> World:
    """An independent project, committed, its article given to Ana and Ben."""
    return make_world(Mode.INDEPENDENT, text=TEXT)


@pytest.fixture
def enter(
    open_context: Callable[..., BrowserContext], sign_in_to: Callable[[BrowserContext, User], None]
) -> Callable[..., Reader]:
    """Somebody signs in and opens an article."""

    def come(person: User, article: Article, query: str = "", **options: object) -> Reader:
        context = open_context(**{"viewport": {"width": 1400, "height": 900}, **options})
        sign_in_to(context, person)
        reader = Reader(context.new_page())
        reader.open(article, query)
        return reader

    return come


def standing(article: Article) -> list[tuple[str, str, str]]:
    """Who marked what as what, in the order of the text."""
    spans = Span.objects.filter(article=article, deleted_at=None).select_related("label", "assignment__analyst")
    text = Article.objects.get(pk=article.pk).text
    return [
        (span.assignment.analyst.username, span.label.key, span.extent.quote(text))
        for span in spans.order_by("start", "end", "id")
    ]
