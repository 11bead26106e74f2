"""A demo that is made once; each test runs on a copy of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
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


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder of this run that every user may walk through, and whose path has spaces."""
    path = Path(tempfile.mkdtemp(prefix="annotate run "))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture(scope="session")
def demo(folder: Path) -> Path:
    """The data of an installation with the demo, not running."""
    made = Installation(folder / "demo")
    done = subprocess.run(
        [sys.executable, "-c", MAKE_DEMO], cwd=ROOT, capture_output=True, text=True, check=False,
        env=made.environment | {"DJANGO_SETTINGS_MODULE": "annotate.settings"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (made.data / "demo_password").write_text(PASSWORD)
    return made.data


@pytest.fixture
def installation(demo: Path, folder: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """A copy of the demo, its owners kept, for one test."""
    copy = Installation(folder / request.node.name)
    subprocess.run(["cp", "-a", demo, copy.data], check=True)
    yield copy
    copy.remove()


@pytest.fixture
def fresh(folder: Path, request: pytest.FixtureRequest) -> Iterator[Installation]:
    """Nothing yet."""
    made = Installation(folder / f"{request.node.name} fresh")
    yield made
    made.remove()
