"""Where a piece is from, and whose it is."""

from __future__ import annotations

from annotate.text.blocks.kinds import BlockKind
from annotate.text.blocks.rules.cues import Cue, Where
from annotate.text.blocks.rules.words import PIECE, one_of

SOURCES: tuple[Cue, ...] = (
    Cue("source", BlockKind.SOURCE, Where.ANYWHERE, 15, r"(?:sources?|quellen?|fuentes?|fonte|المصدر)\s*:\s*[^.!?]+$"),
    Cue("copyright", BlockKind.SOURCE, Where.TAIL, 40, r"(?:©|\(c\) \d{4}|copyright (?:©|\(c\)|by|\d{4}))"),
    Cue("reserved", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\ball rights reserved[.)]?$", needs="all rights"),
    Cue("vorbehalten", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\brechte vorbehalten[.)]?$", needs="rechte vor"),
    Cue("réservés", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\btous droits réservés[.)]?$", needs="tous droits"),
    Cue("reservados", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"\bderechos reservados[.)]?$", needs="derechos"),
    Cue("محفوظة", BlockKind.SOURCE, Where.INSIDE_TAIL, 25, r"جميع الحقوق محفوظة", needs="الحقوق"),
    Cue(
        "first published",
        BlockKind.SOURCE,
        Where.TAIL,
        40,
        r"\W{0,3}"
        + one_of(
            rf"(?:this|the) {PIECE} (?:was )?(?:first|originally) (?:appeared|published|posted|ran)",
            rf"this {PIECE} was published",
            rf"this {PIECE} (?:appears|appeared) in the .*\b(?:issue|edition|magazine|newspaper|section|print)",
            rf"this {PIECE} is (?:adapted|excerpted|republished)",
            r"(?:originally|first) (?:published|appeared) (?:in|on|by|at)",
            r"(?:adapted|excerpted|republished|reprinted) (?:from|with)",
            r"(?:distributed|syndicated) by (?-i:[A-Z])",
        ),
    ),
    Cue(
        "end mark",
        BlockKind.SOURCE,
        Where.TAIL,
        3,
        r"(?:[-–—]\s?\d{1,2}\s?[-–—]|#{2,3}|\*{3}|[-–—]?\s?ends\s?[-–—]?|■|◆)$",
    ),
)
