"""What a load balancer asks, and what a person is told while the database is away."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError, connection
from django.test import Client, RequestFactory

from annotate.projects.middleware import failed, outage_sentence
from annotate.projects.models import User
from tests.factories import World

AWAY = "The database does not answer right now. Nothing that was saved is lost. Try again in a moment."
FULL = "The disk of the server is full. Nothing that was saved is lost; this could not be saved."


def test_healthz_says_that_the_process_is_up_and_asks_no_database(client: Client) -> None:
    """Without the `db` fixture pytest-django refuses every query."""
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_says_that_every_migration_is_there(client: Client, db: None) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_readyz_is_503_while_a_migration_is_missing(client: Client, db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'annotate'")
        missing = cursor.rowcount
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, f"{missing} migrations are not applied\n".encode())


def caused_by(error: DatabaseError, cause: Exception) -> DatabaseError:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("exception", "sentence"),
    [
        (OperationalError("server closed the connection unexpectedly"), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (caused_by(OperationalError("couldn't get a connection after 3.00 sec"), psycopg.OperationalError()), AWAY),
        (caused_by(OperationalError("terminating connection"), psycopg.errors.AdminShutdown()), AWAY),
        (caused_by(OperationalError("could not extend file"), psycopg.errors.DiskFull()), FULL),
        (DatabaseError("could not extend file: No space left on device"), FULL),
        (DatabaseError("could not write file: File too large"), FULL),
        (ProgrammingError("syntax error"), None),
        (ValueError("ours"), None),
    ],
)
def test_outage_sentence(exception: Exception, sentence: str | None) -> None:
    assert outage_sentence(exception) == sentence


@pytest.mark.parametrize(
    ("path", "headers", "kind"),
    [
        ("/", {}, "text/html; charset=utf-8"),
        ("/p/demo/articles/1/spans/add/", {"HX-Request": "true"}, "text/plain; charset=utf-8"),
        ("/api/v1/projects", {}, "application/problem+json"),
    ],
)
def test_an_outage_in_middleware_is_a_503_in_the_client_s_own_language(
    rf: RequestFactory, path: str, headers: dict[str, str], kind: str
) -> None:
    """Django calls its handler of 500 while it handles the exception."""
    try:
        raise OperationalError("no connection")
    except OperationalError:
        answer = failed(rf.get(path, headers=headers))
    assert (answer.status_code, answer["Retry-After"], answer["Content-Type"]) == (503, "2", kind)
    assert AWAY in answer.content.decode()


def test_a_fault_of_ours_stays_a_500(rf: RequestFactory) -> None:
    try:
        raise ValueError("ours")
    except ValueError:
        answer = failed(rf.get("/"))
    assert answer.status_code == 500
    assert b"Nothing that was saved is lost" in answer.content


def test_a_name_that_this_installation_does_not_go_by_is_said(client: Client) -> None:
    answer = client.get("/sign-in/", headers={"host": "elsewhere.example"})
    assert answer.status_code == 400
    assert "can add the name to ALLOWED_HOSTS" in answer.content.decode()


def test_a_part_of_a_page_that_asks_for_too_much_gets_a_sentence_and_no_page(
    sign_in: Callable[[User], Client], shared: World
) -> None:
    lea = sign_in(shared.lea.user)
    text = {"text": "a" * 13_000_000}
    answer = lea.post(f"/p/{shared.project.slug}/import/paste/", text, headers={"hx-request": "true"})
    assert answer.status_code == 413
    assert answer.content.decode().startswith("This is more than is taken in at once: 12 MB is the most.")
