"""2,000 op-eds come in, with their blocks: as lines through the API, and as files by the command."""

from __future__ import annotations

import hashlib
import json
import random
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from annotate.corpus.models import Article, Block
from annotate.database.columns import new_id
from annotate.database.writing import copy_in
from annotate.projects.models import Project
from tests.bench.corpus import WORDS, make_project, paragraph, tidy, token_of
from tests.bench.table import Row, in_turn, row
from tests.factories import AT
from tests.run.installation import Installation, Program

COUNT, RUNS = 2_000, 3
KINDS = 10
"""Each article has blocks of so many kinds at least, or its blocks were not found."""


def measure(installation: Installation) -> Iterator[Row]:
    """A row for the API, one for the command; both beside one floor."""
    rng = random.Random(5)
    pieces = [litter(rng) for _ in range(COUNT)]
    lines = b"\n".join(json.dumps({"text": piece}, ensure_ascii=False).encode() for piece in pieces)
    token = token_of(make_project().lea.user)
    tidy()
    with installation.serving() as running, TemporaryDirectory(prefix="annotate-bench-") as folder:
        for number, piece in enumerate(pieces):
            (Path(folder) / f"{number}.txt").write_text(piece)
        lead = Program(running.port, token)
        by_api, by_command, floor = in_turn(
            RUNS,
            lambda: sent(lead, lines, made()),
            lambda: commanded(installation, folder, made()),
            lambda: copied(folder, made()),
        )
        lead.close()
    size = sum(len(piece.encode()) for piece in pieces) / 1e6
    what, peer = f"import of {COUNT:,} op-eds ({size:.0f} MB) with blocks", "Label Studio 0.6 s, without blocks"
    yield row(f"{what}, NDJSON through the API", by_api, floor, aim="≤ 3 s", peer=peer)
    yield row(f"{what}, a folder by import_articles, its start included", by_command, floor, aim="≤ 3 s", peer=peer)


def made() -> Project:
    """An empty project, since the same text twice in one is one."""
    found = make_project().project
    tidy()
    return found


def litter(rng: random.Random) -> str:
    """An op-ed as it is copied from a page, with all that stands around it; some 6.5 kB."""
    body = [paragraph(rng) for _ in range(10)]
    other = [" ".join(rng.choices(WORDS, k=9)).capitalize() for _ in range(6)]
    said = body[4].split(". ")[1]
    parts = [
        other[0], f"{other[1]}, and {other[2].lower()}.", "By Rita Lea", "12 March 2024",
        f"Photo: {other[3]} (Courtesy of the Harbour Society)", *body[:3], "Turning the tide", *body[3:5],
        f"READ MORE: {other[4]}", *body[5:7], f"“{said}.”", "The road from here", *body[7:],
        "Rita Lea teaches the history of harbours at the college of Kellmouth.",
        "The views expressed in this article are the author's own and do not necessarily reflect those of the paper.",
        "SOURCE: KELLMOUTH COURIER", "More from the Courier", *other[3:],
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"


def sent(lead: Program, lines: bytes, project: Project) -> float:
    """The seconds until the last line is answered."""
    began = time.perf_counter()
    status, answer = lead.ask("POST", f"/projects/{project.slug}/articles/bulk", lines)
    took = time.perf_counter() - began
    assert status == 200
    assert answer.count(b'"id"') == COUNT
    check(project)
    return took


def commanded(installation: Installation, folder: str, project: Project) -> float:
    """The seconds of the whole command."""
    began = time.perf_counter()
    done = installation.run("import_articles", project.slug, folder)
    took = time.perf_counter() - began
    assert f"{COUNT} new" in done.stdout, done.stderr
    check(project)
    return took


def check(project: Project) -> None:
    """All are there, and every one has its blocks."""
    kinds = set(Block.objects.filter(article__project=project).values_list("kind", flat=True))
    assert len(kinds) >= KINDS, f"only {sorted(kinds)} were found"
    assert Article.objects.filter(project=project).count() == COUNT + 1


def copied(folder: str, project: Project) -> float:
    """The floor: read, decode, normalise, hash, and COPY text and source into the same table in one transaction."""
    names = (
        "id", "project", "text", "inlines", "sha256", "source", "source_sha256", "source_name", "encoding", "notes",
        "title", "created_at", "created_by", "changed_at", "external_id", "byline", "outlet", "language", "url",
        "withdrawn_because",
    )  # fmt: skip
    lead = project.memberships.get(role="lead").user_id

    def rows() -> Iterator[tuple[object, ...]]:
        for file in Path(folder).iterdir():
            data = file.read_bytes()
            text = unicodedata.normalize("NFC", data.decode()).strip()
            sha256, source_sha256 = hashlib.sha256(text.encode()).hexdigest(), hashlib.sha256(data).hexdigest()
            yield (
                new_id(), project.pk, text, "[]", sha256, data, source_sha256, file.name, "utf-8", [], text[:80], AT,
                lead, AT, "", "", "", "", "", "",
            )  # fmt: skip

    began = time.perf_counter()
    with transaction.atomic():
        copy_in(Article, names, rows())
    return time.perf_counter() - began
