"""Who wrote a piece, and when: the lines above it."""

from __future__ import annotations

from annotate.text.blocks.kinds import BlockKind
from annotate.text.blocks.rules.cues import Cue, Where
from annotate.text.blocks.rules.words import BY, CAPITAL, DATE, NAME, NO_STOP, PICTURE, RUBRIC, WEEKDAY

RELEASE = "for release"
"""A row that others ask for by name."""

HEADS: tuple[Cue, ...] = (
    Cue("rubric", BlockKind.BYLINE, Where.HEAD, 6, rf"{RUBRIC}(?:\s*[|/·•–-]\s*[\w &]{{1,40}})?$"),
    Cue("by a name", BlockKind.BYLINE, Where.HEAD, 14, rf"{BY}(?={CAPITAL})(?:[^.!?]|(?<=\b\w)\.(?=\s))*$"),
    Cue(
        RELEASE,
        BlockKind.SOURCE,
        Where.HEAD,
        20,
        r"(?:(?:not |advance )?for (?:immediate )?(?:release|publication)|embargo(?:ed)?)\b[^.!?]*$",
    ),
    Cue(
        "role",
        BlockKind.BYLINE,
        Where.HEAD,
        5,
        r"(?:(?:guest |staff |senior |chief |opinion |contributing |sunday |political )*"
        r"(?:columnist|writer|contributor|correspondent|editor|reporter|commentator)"
        rf"|(?:special to|for) (?:the )?{CAPITAL}[\w -]+)$",
    ),
    Cue("date", BlockKind.BYLINE, Where.HEAD, 14, rf"(?:{WEEKDAY},? )?{DATE}{NO_STOP}"),
    Cue(
        "published",
        BlockKind.BYLINE,
        Where.HEAD,
        20,
        r"(?:(?:first |last )?(?:published|updated|posted|modified)|veröffentlicht|aktualisiert|publié|publicado)\b.*"
        rf"(?:{DATE}|\d\d?[:.]\d\d){NO_STOP}",
    ),
    Cue(
        "reading time",
        BlockKind.BYLINE,
        Where.HEAD,
        6,
        r"(?:(?:reading time|lesezeit|temps de lecture|tiempo de lectura)\s*:)?\W*\d{1,2}[ -]min(?:ute)?[sn]?\.?"
        r"(?: read| lesezeit| de lecture)?$",
    ),
    Cue("illustrated by", BlockKind.BYLINE, Where.HEAD, 9, rf"(?:{PICTURE}|art|artwork|video) by {NAME}$"),
    Cue(
        "length",
        BlockKind.SOURCE,
        Where.HEAD,
        4,
        r"\W?(?:about |approx\.? )?\d[\d,.]* (?:words|wörter|mots|palabras)\W?$",
    ),
)
