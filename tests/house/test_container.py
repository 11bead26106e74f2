"""The container files say what the program does; nothing here can build them, so they are read."""

from __future__ import annotations

import inspect
import re
from typing import Any

import yaml

from annotate.database import server
from tests.run.installation import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]


def test_no_secret_has_a_default() -> None:
    secrets = {
        name: value
        for service in SERVICES.values()
        for name, value in service["environment"].items()
        if re.search("PASSWORD|SECRET", name)
    }
    assert secrets.keys() == {"POSTGRES_PASSWORD", "PGPASSWORD", "SECRET_KEY"}
    assert all(re.fullmatch(r"\$\{\w+:\?.+\}", value) for value in secrets.values())
    assert not re.search(r"(SECRET_KEY|PASSWORD)=\S", (ROOT / ".env.example").read_text())


def test_every_variable_that_is_asked_for_is_in_the_example() -> None:
    asked = set(re.findall(r"\$\{(\w+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked == set(re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))


def test_the_database_sorts_characters_as_the_embedded_one_does() -> None:
    given = SERVICES["database"]["environment"]["POSTGRES_INITDB_ARGS"].split()
    source = inspect.getsource(server)
    assert given
    assert all(f'"{argument}"' in source for argument in given)


def test_the_database_s_own_state_is_in_a_volume_and_both_are_watched() -> None:
    assert SERVICES["database"]["volumes"] == ["database:/var/lib/postgresql"]
    assert SERVICES["database"]["image"].startswith("postgres:18")
    assert SERVICES["database"]["healthcheck"]["test"][0] == "CMD"
    assert SERVICES["annotate"]["depends_on"]["database"]["condition"] == "service_healthy"
    assert "HEALTHCHECK" in DOCKERFILE


def test_the_container_does_not_run_as_root() -> None:
    assert re.findall(r"^USER (\d+)$", DOCKERFILE, re.MULTILINE) == ["10001"]
    assert DOCKERFILE.index("USER 10001") < DOCKERFILE.index("CMD [")


def test_what_is_copied_is_there_and_is_let_through() -> None:
    let_through = (ROOT / ".dockerignore").read_text().split()
    for name in re.findall(r"^COPY (?!--from)(\S+)", DOCKERFILE, re.MULTILINE):
        assert (ROOT / name).exists()
        assert f"!{name}" in let_through


def test_the_live_stream_is_where_pages_are_told_it_is() -> None:
    assert '"--live-port", "8001"' in DOCKERFILE
    assert "EXPOSE 8000 8001" in DOCKERFILE
    assert "127.0.0.1:${LIVE_PORT:-8001}:8001" in SERVICES["annotate"]["ports"]
    assert SERVICES["annotate"]["environment"]["ANNOTATE_LIVE"] == "${ANNOTATE_LIVE:-${LIVE_PORT:-8001}}"


def test_the_container_has_the_programs_that_backups_need() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert set(re.findall(r"requirements/(\w+)\.txt", DOCKERFILE)) == {"laptop"}
    assert all((server.own_programs() / name).exists() for name in ("pg_dump", "pg_restore"))
