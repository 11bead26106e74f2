"""The system's Chromium: one for the whole run."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright.sync_api import Browser, sync_playwright

SHELL = "chromium-headless-shell"
"""Chromium without the windows around its pages: the same engine, and a fifth of the work for each who enters."""

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""What people have."""

QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
         "--disable-gpu", "--no-first-run"]  # fmt: skip
"""Nothing of the browser's own goes out to a network."""


def find_chromium() -> str | None:
    """Where it is, as bare as it comes; None where there is none."""
    return next(filter(None, map(shutil.which, (SHELL, *NAMES))), None)


def arguments() -> list[str]:
    """What it is started with. As root it has no sandbox of its own."""
    return [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is. Without one, tests fail where CI says so, and else say why they are skipped."""
    if path := find_chromium():
        return path
    reason = f"there is no Chromium here (looked for {', '.join((SHELL, *NAMES))})"
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """One browser for the whole run."""
    # Playwright's loop runs in this thread to the end, and Django would refuse to touch the database in one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=arguments())
        yield started
        connections.close_all()  # those of this thread while Playwright's loop runs in it; Django keeps them apart
        started.close()
