"""Why an archive cannot come in."""

from __future__ import annotations

import ast
from pathlib import Path

from annotate.formats.bundle import Damaged
from annotate.intake import rules
from tests.run.installation import ROOT


def codes() -> set[str]:
    """The codes that formats raise Damaged with, wherever they do."""
    found = set()
    for file in sorted(Path(ROOT, "annotate", "formats").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Damaged":
                code = node.args[0]
                found.add(code.value if isinstance(code, ast.Constant) else "unreadable")  # passed on: see archive.py
    return found


def test_why_damaged() -> None:
    """A sentence for every fault, each its own, that says where."""
    assert len(codes()) > 10
    said = {code: rules.why_damaged(Damaged(code, "line 7", "More.")) for code in codes()}
    assert len(set(said.values())) == len(said)
    unplaced = {"no archive", "version", "counts", "changed"}
    assert {code for code, sentence in said.items() if "line 7" not in sentence} <= unplaced
