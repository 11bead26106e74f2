"""Write the lists of this folder from pyproject.toml: `make lock`. Versions that are in a list stay if they can.

`--upgrade` takes the newest of everything. The largest list comes first and holds the others to its versions.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

LISTS = Path(__file__).resolve().parent

EXTRAS = {"dev": ["--all-extras"], "laptop": ["--extra", "embedded"], "run": []}

COMMON = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate",
          "--no-emit-index-url", "--no-emit-find-links", "--quiet"]  # fmt: skip


def main(upgrade: list[str]) -> None:
    """Compile each list; ends with uv's status where one cannot be."""
    for name, extras in EXTRAS.items():
        held = [] if name == "dev" else ["--constraints", "requirements/dev.txt"]
        command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *extras, *held, *COMMON,
                   *(upgrade if name == "dev" else []), "--output-file", f"requirements/{name}.txt"]  # fmt: skip
        subprocess.run(command, cwd=LISTS.parent, check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
