"""Make .venv and install a list of this folder into it: `python3 requirements/install.py run|laptop|dev`.

run      what production needs
laptop   run, and PostgreSQL itself; where that has no build for this platform, run is installed and that is said
dev      laptop, and what checks and tests need

Standard library only; made to be run by `make`, whose stamp files keep it from running again. Every file is checked
against the hash in its list, and only ready builds are taken, so nothing is compiled and no setup script is run.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  # whoever runs this may have any Python
    sys.exit(
        "Annotate needs Python 3.11 or later; {} is {}.{}. Name another one:\n  make run PYTHON=python3.12".format(
            sys.executable, *sys.version_info[:2]
        )
    )

import os
import subprocess
import tempfile
import time
import venv
from pathlib import Path

LISTS = Path(__file__).resolve().parent
ENVIRONMENT = LISTS.parent / ".venv"
SIZES = ["run", "laptop", "dev"]  # each holds the one before, in the same versions

NO_EMBEDDED = """
There is no embedded PostgreSQL for this platform. Everything else is installed. Install PostgreSQL 15 or later, make a
database, and say where it is before you start:
  export DATABASE_URL=postgresql://user:password@localhost:5432/annotate
"""


def main(name: str) -> None:
    """Install the list of this name. Ends with a sentence where that cannot be."""
    os.umask(0o022)  # run by root, the embedded server runs as another user, who must be able to read it
    begun = time.monotonic()
    python = make_environment()
    print(f"Downloading the libraries of requirements/{name}.txt …", flush=True)
    said, downloading = install(python, name)
    if said and name == "laptop":
        without, more = install(python, "run")
        downloading += more
        if not without:
            said = ""
            print(NO_EMBEDDED)
    if said:
        sys.exit(f"{said}\nThe libraries could not be installed. What pip said stands above.")
    took = time.monotonic() - begun
    print(f"Installed in {took:.0f} s, of which the downloads took {downloading:.0f} s.", flush=True)
    for smaller in SIZES[: SIZES.index(name) + 1]:
        (ENVIRONMENT / f"{smaller}.installed").touch()


def make_environment() -> Path:
    """The Python of .venv, which is made where it is not whole."""
    python = ENVIRONMENT / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists() or subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode:
        print("Making .venv …", flush=True)
        try:
            venv.create(ENVIRONMENT, with_pip=True, clear=True, symlinks=os.name != "nt")
        except (subprocess.CalledProcessError, OSError) as error:
            sys.exit(f"{error}\n.venv could not be made. On Debian and Ubuntu:\n  apt install python3-venv")
    return python


def install(python: Path, name: str) -> tuple[str, float]:
    """Download a list, then install what was downloaded: what pip said if it failed, and the downloads' time."""
    wanted = ["--require-hashes", "--only-binary", ":all:", "-r", str(LISTS / f"{name}.txt")]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.monotonic()
        said = pip(python, "download", "-d", folder, *wanted)
        downloading = time.monotonic() - begun
        said = said or pip(python, "install", "--no-index", "--find-links", Path(folder).as_uri(), *wanted)
    return said, downloading


def pip(python: Path, *words: str) -> str:
    """Run pip; what it said where it failed, else nothing."""
    command = [str(python), "-m", "pip", "-qq", "--no-input", "--disable-pip-version-check", *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return (done.stdout or "pip said nothing") if done.returncode else ""


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except KeyboardInterrupt:
        sys.exit(130)  # nothing is marked as installed, so the next start goes on
