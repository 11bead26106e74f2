"""The rows by which blocks are recognised: a new outlet, or a new language, is a new row or a word in one.

Each row is a cue that stands in a line, the kind it speaks for, where it may stand, and how long such a line can be.
A row is safe when no paragraph of argument would be written so; where that cannot be had, the row is for the tail
only, where a second thing has to agree (see `tail.py`). Patterns ignore case and have no groups but `name`; they are
matched from the line's start, those of its end are searched for in its last characters.

What a row is stands in `cues.py`, the words that rows share in `words.py`; the rows lie by what they recognise.
"""

from annotate.text.blocks.rules.around import LEADS, PICTURES
from annotate.text.blocks.rules.cues import Cue
from annotate.text.blocks.rules.heads import HEADS
from annotate.text.blocks.rules.notes import AUTHORS, DISCLAIMERS
from annotate.text.blocks.rules.sources import SOURCES
from annotate.text.blocks.rules.teasers import TEASERS

CUES: tuple[Cue, ...] = (*LEADS, *PICTURES, *HEADS, *TEASERS, *AUTHORS, *DISCLAIMERS, *SOURCES)
"""Every row, in the order in which they are tried."""
