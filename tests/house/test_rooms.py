"""Rooms keep to themselves: who may name which rows, what a room says of itself, what belongs to which."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotate.assignment.states import STEPS, State
from annotate.corpus.models import BlockKind
from annotate.text.blocks import KINDS
from tests.run.installation import ROOT

HOUSE = Path(ROOT, "annotate")
ROOMS = sorted(
    init.parent.name for init in HOUSE.glob("*/__init__.py") if init.parent.name not in ("migrations", "management")
)

HOMES = {
    "Span": "spans", "Link": "spans", "Comment": "spans", "Answer": "spans", "Assignment": "assignment",
    "Decision": "review", "DecidedSpan": "review", "AnswerDecision": "review",
}  # fmt: skip
"""The rooms of what people made of an article. Elsewhere it is had through `visible_sets`, `visible_spans`,
`visible_comments`, `visible_links`, `visible_answers`, `visible_work` and `visible_decisions`, or for one of these
reasons."""

NAMED_ELSEWHERE = {
    "annotate/spans/actions/spans.py Assignment": "locks the set of a span that its own analyst changes",
    "annotate/spans/actions/rounds.py Assignment": "counts who has what, to give out the next article",
    "annotate/spans/actions/revisions.py Assignment": "asks whose audience hears of a change, not what is in it",
    "annotate/spans/actions/work.py Assignment": "asks of one's own work, who may see it now",
    "annotate/spans/queries/sets.py Assignment": "is where it is decided which sets may be seen",
    "annotate/spans/queries/desk.py Assignment": "asks of the viewer's own work, where they can undo",
    "annotate/admin/concord.py Assignment": "asks of one's own work, which hides what was counted",
    "annotate/spans/queries/lists.py Assignment": "asks of the viewer's own work alone",
    "annotate/review/actions/holding.py Assignment": "locks all sets of an article that is decided on",
    "annotate/review/queries/answers.py Answer": "asks which wait for a decision; of what decisions speak, whose it is",
    "annotate/review/queries/decisions.py Assignment": "asks of the viewer's own work",
    "annotate/review/queries/decisions.py Span": "counts how many wait for a decision",
    "annotate/review/queries/sheet.py Assignment": "asks of the viewer's own work; and whether all sets can be settled",
    "annotate/review/queries/sheet.py Span": "of the sets that `visible_sets` gave",
    "annotate/review/queries/comparison.py Assignment": "asks of the viewer's own training",
    "annotate/review/queries/comparison.py Span": "of the viewer's own training",
    "annotate/curation/actions/examples.py Assignment": "asks whether anybody is still at work, not on what",
    "annotate/curation/actions/labels.py *": "locks the sets of a span that `visible_spans` gave; ends a split for all",
    "annotate/curation/actions/moving.py *": "moves every span of a label, as one step that shows nobody a row",
    "annotate/curation/queries/effects.py Span": "asks for twins of spans that `visible_spans` gave, in their own sets",
    "annotate/curation/queries/work.py *": "asks whether anything at all is left to move, or keeps a label",
    "annotate/concord/queries/continua.py Span": "of sets that `find_selection` chose of `visible_sets`",
    "annotate/concord/queries/selection.py Span": "asks of every set whether it has changed, and tells nobody",
    "annotate/review/views/settling.py Assignment": "finds the set to be returned: reviewers know how far everybody is",
    "annotate/export/queries/counts.py *": "counts an archive, which `why_not_archive` has allowed",
    "annotate/export/queries/everything.py *": "writes an archive, which `why_not_archive` has allowed",
    "annotate/export/queries/people.py *": "gathers names for the rows that `Scope` chose",
    "annotate/export/queries/rows.py DecidedSpan": "reads of which spans the decisions speak that `Scope` chose",
    "annotate/export/queries/scope.py *": "is where a file's rows are chosen; the operator, without a viewer, sees all",
    "annotate/export/queries/verifying.py *": "reads everything again at the terminal, and shows nobody a row",
    "annotate/intake/actions/archives/arrived.py *": "looks for an archive's rows in a project that is new",
    "annotate/intake/actions/archives/spans.py *": "writes an archive's rows into a project that is new",
}  # fmt: skip


def source(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def modules() -> Iterator[Path]:
    """The house's modules, but for migrations."""
    return (file for file in sorted(HOUSE.rglob("*.py")) if "migrations" not in file.parts)


def rows_named(tree: ast.AST) -> set[str]:
    """The tables of HOMES whose rows a module asks for: by `X.objects`, or by `get_object_or_404(X, …)`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager"):
            found.add(getattr(node.value, "id", ""))
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("get_object_or_404", "get_list_or_404"):
            found.add(getattr(node.args[0], "id", ""))
    return found & HOMES.keys()


def test_rows_that_people_made_are_named_in_their_room_or_for_a_reason() -> None:
    named = set()
    for file in modules():
        here = str(file.relative_to(ROOT))
        for table in rows_named(source(file)):
            if HOMES[table] != file.relative_to(HOUSE).parts[0]:
                every = f"{here} *"
                named.add(every if every in NAMED_ELSEWHERE else f"{here} {table}")
    new = sorted(named - NAMED_ELSEWHERE.keys())
    assert not new, f"take these rows through a function visible_…, or say in NAMED_ELSEWHERE why not: {new}"
    assert NAMED_ELSEWHERE.keys() == named, "NAMED_ELSEWHERE has reasons for what is no more"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_comes_in_what_goes_out_and_what_it_never_does(room: str) -> None:
    said = inspect.getdoc(importlib.import_module(f"annotate.{room}")) or ""
    assert [word for word in ("In:", "Out:", "Never:") if word not in said] == []
    assert said.index("In:") < said.index("Out:") < said.index("Never:")


def test_template_folders_are_rooms() -> None:
    folders = {path.name for path in Path(ROOT, "templates").iterdir() if path.is_dir()}
    assert folders - set(ROOMS) == set()


def test_a_view_renders_its_own_room_s_templates() -> None:
    """So that a template is found from its view, and a room can be read alone."""
    shared = {"problem.html"}
    for file in modules():
        if "views" in (*file.relative_to(HOUSE).parts, file.stem):
            room = file.relative_to(HOUSE).parts[0]
            named = set(re.findall(r'"([\w/]+\.html)(?:#\w+)?"', file.read_text(encoding="utf-8"))) - shared
            assert {name for name in named if not name.startswith(f"{room}/")} == set(), file


def test_every_rule_is_tested_as_a_table_of_its_room() -> None:
    for file in sorted(HOUSE.glob("*/rules.py")):
        room = file.parent.name
        tests = Path(ROOT, "tests", room, "test_rules.py").read_text(encoding="utf-8")
        rules = [node.name for node in source(file).body if isinstance(node, ast.FunctionDef) and node.name[0] != "_"]
        assert [rule for rule in rules if f"rules.{rule}(" not in tests] == [], room


def test_the_corpus_knows_the_kinds_of_block_that_are_found() -> None:
    assert set(BlockKind.values) == set(KINDS)


def test_every_state_has_a_step_in_and_a_step_out() -> None:
    first = {State.ASSIGNED, State.OPEN}  # where the database lets an assignment begin
    assert {step.target for step in STEPS} | first == set(State)
    assert {step.source for step in STEPS} == set(State)
    assert all(step.source != step.target for step in STEPS)


@pytest.mark.parametrize("name", sorted({step.action for step in STEPS}))
def test_the_action_of_a_step_is_there(name: str) -> None:
    assert hasattr(importlib.import_module("annotate.assignment.actions"), name)


def test_migrations_are_named_by_hand() -> None:
    names = [file.stem for file in Path(HOUSE, "migrations").glob("0*.py")]
    assert names
    assert [name for name in names if "_auto_" in name] == []
