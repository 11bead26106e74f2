"""A demo that is made once; each test runs on a copy of it."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.run.installation import PASSWORD, ROOT, Installation

MAKE_DEMO = f"""
import django
django.setup()
from django.core.management import call_command
from django.utils.timezone import now
from annotate.demo.loading import load_demo, read_plan
from annotate.management.serving import collect_static
call_command("migrate", verbosity=0)
load_demo(read_plan(), password="{PASSWORD}", at=now())
collect_static()
"""


SEVERAL = {"test_killing.py", "test_live.py", "test_live_serving.py", "test_serving.py", "test_writers.py"}
"""Where one process of several is killed, ended or listened to. Elsewhere one is enough, and sooner there."""

MEMORY = Path("/dev/shm")
ROOM = 4 * 2**30


def where_folders_are_made() -> str:
    """In memory where there is room: half of what is done on a disk is the disk's, and no test here is about that."""
    roomy = MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > ROOM
    return str(MEMORY) if roomy else tempfile.gettempdir()


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder of this run that every user may walk through, and whose path has spaces."""
    path = Path(tempfile.mkdtemp(prefix="annotate run ", dir=where_folders_are_made()))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def demo() -> Iterator[Path]:
    """The data of an installation with the demo, not running: one for all processes of the run that need it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", os.getpid())
    shared = Path(where_folders_are_made(), f"annotate demo {run}")
    shared.mkdir(mode=0o755, exist_ok=True)
    made = Installation(shared / "data")
    with (shared / "users").open("w") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        with (shared / "maker").open("w") as maker:
            fcntl.flock(maker, fcntl.LOCK_EX)
            if not (made.data / "demo_password").exists():
                make_demo(made)
        yield made.data
        with suppress(BlockingIOError):  # then others still use it, and the last of them removes it
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            made.remove()
            shutil.rmtree(shared)


def make_demo(made: Installation) -> None:
    """Fill the folder. The password says that all is there."""
    done = subprocess.run(
        [sys.executable, "-c", MAKE_DEMO], cwd=ROOT, capture_output=True, text=True, check=False,
        env=made.environment | {"DJANGO_SETTINGS_MODULE": "annotate.settings"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (made.data / "demo_password").write_text(PASSWORD)


@pytest.fixture
def installation(demo: Path, folder: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """A copy of the demo, its owners kept, for one test."""
    copy = Installation(folder / request.node.name, workers=None if request.path.name in SEVERAL else 1)
    subprocess.run(["cp", "-a", demo, copy.data], check=True)
    yield copy
    copy.remove()


@pytest.fixture
def fresh(folder: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """Nothing yet."""
    made = Installation(folder / f"{request.node.name} fresh", workers=None if request.path.name in SEVERAL else 1)
    yield made
    made.remove()
