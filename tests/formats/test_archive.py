"""The archive: what goes out comes back, and what was damaged does not."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from annotate.formats import archive, bundle
from tests.formats import strategies
from tests.formats.samples import ARTICLE, SPAN

PROJECT = bundle.Project(1, "ferry", "Ferry", "shared", "punctuation", ("Too wide",), "2026-03-01T00:00:00Z", None)
ANA = bundle.Person("ana", "Ana")
WITH_SOURCE = bundle.ArchivedArticle(
    **msgspec.structs.asdict(ARTICLE), inlines=(bundle.Inline("emphasis", 0, 4, None),), source=b"\x00\xff bytes",
    source_name="ferry.txt", source_sha256=hashlib.sha256(b"\x00\xff bytes").hexdigest(), encoding="utf-8",
    notes=("A line end was mended.",), created_at="2026-03-01T00:00:00Z", created_by="ana",
    updated_at="2026-03-01T00:00:00Z", withdrawn_at=None, withdrawn_because="",
)  # fmt: skip
DELETED = bundle.ArchivedSpan(**msgspec.structs.asdict(SPAN), deleted_at="2026-03-06T00:00:00Z", folded_into=None)
SMALL = archive.Archive(project=PROJECT, people=[ANA], articles=[WITH_SOURCE], spans=[DELETED])


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(strategies.archives())
def test_what_is_written_is_read_back(found: dict[str, Any]) -> None:
    data = written(archive.Archive(**found))
    records = [found["project"], *(record for name in archive.SECTIONS for record in found[name])]
    assert list(archive.read(data.splitlines(keepends=True))) == records
    assert written(archive.Archive(**found)) == data


def test_an_archive_is_one_json_object_with_a_record_a_line() -> None:
    data = written(SMALL)
    found = json.loads(data)
    assert list(found) == ["format", "version", "project", *archive.SECTIONS, "counts", "sha256"]
    assert found["counts"] == {name: len(found[name]) for name in archive.SECTIONS}
    assert json.loads(next(line for line in data.splitlines() if b'"deleted_at"' in line)) == found["spans"][0]
    assert found["articles"][0]["source"] == "AP8gYnl0ZXM="


@pytest.mark.parametrize("kept", [0, 1, 3, 7, 12, 30, -1])
def test_an_archive_that_ends_early_is_refused(kept: int) -> None:
    lines = written(SMALL).splitlines(keepends=True)[:kept]
    assert refusal(lines).code == "ends early"


def test_an_archive_cut_within_a_line_is_refused() -> None:
    data = written(SMALL)
    for cut in range(1, len(data), 97):
        assert refusal(data[:cut].splitlines(keepends=True)).code == "ends early"


def test_no_byte_can_change_unseen() -> None:
    data = written(SMALL)
    for at in range(0, len(data) - 1, 41):
        changed = data[:at] + (b"x" if data[at : at + 1] != b"x" else b"y") + data[at + 1 :]
        refusal(changed.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("pattern", "instead", "code"),
    [
        (rb'"format":"annotate-archive"', b'"format":"something"', "no archive"),
        (rb'"version":1,\n"project"', b'"version":2,\n"project"', "version"),
        (rb'"version":1,\n"project"', b'"version":1,"more":0,\n"project"', "changed"),
        (rb'"text":"=the', b'"text":"=The', "sha256"),
        (rb'"sha256":"[0-9a-f]{64}","text"', b'"sha256":"short","text"', "unreadable"),
        (rb'"text":"(\\.|[^"\\])*"', b'"text":null', "text"),
        (rb'"source":"AP8g', b'"source":"BP8g', "source"),
        (rb'"start":0,"end":10\}', b'"start":0,"end":99}', "block"),
        (rb'"start":0,"end":4,', b'"start":4,"end":4,', "inline"),
        (rb'"ranges":\[\[0,10\]\]', b'"ranges":[[0,9]]', "extent"),
        (rb'"ranges":\[\[0,10\]\]', b'"ranges":[[0,"10"]]', "unreadable"),
        (rb'"unsure":true,', b"", "unreadable"),
        (rb'"unsure":true,', b'"unsure":true,"sure":false,', "unreadable"),
        (rb'"created_at":"2026-03-04T09:30:00Z"', b'"created_at":"yesterday"', "unreadable"),
        (rb'"memberships":\[', b'"members":[', "unreadable"),
        (rb'"counts":\{"people":1', b'"counts":{"people":2', "counts"),
        (rb"Ana", b"Ben", "changed"),
        (rb"\}\n\Z", b"}\n\n", "unreadable"),
    ],
)
def test_a_damaged_archive_is_refused_with_the_fault(pattern: bytes, instead: bytes, code: str) -> None:
    data = written(SMALL)
    damaged = re.sub(pattern, lambda _found: instead, data, count=1)
    assert damaged != data
    assert refusal(damaged.splitlines(keepends=True)).code == code


def test_a_reformatted_archive_is_none() -> None:
    pretty = json.dumps(json.loads(written(SMALL)), indent=2).encode()
    assert refusal(pretty.splitlines(keepends=True)).code == "no archive"


def refusal(lines: list[bytes]) -> bundle.Damaged:
    with pytest.raises(bundle.Damaged) as damage:
        list(archive.read(lines))
    return damage.value


def written(found: archive.Archive) -> bytes:
    losses = bundle.Losses()
    data = b"".join(archive.write(found, losses=losses))
    assert not list(losses)
    return data
