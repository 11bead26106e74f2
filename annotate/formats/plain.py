"""Plain text (to be replaced by the intake branch)."""

import unicodedata

from annotate.formats.source import BlockOf, Source


def read(data: bytes) -> Source:
    text = unicodedata.normalize("NFC", "\n".join(line.strip() for line in data.decode().splitlines()))
    blocks, at = [], 0
    for line in text.split("\n"):
        if line:
            blocks.append(BlockOf("title" if not blocks else "paragraph", at, at + len(line)))
        at += len(line) + 1
    return Source(text, tuple(blocks), title=text.split("\n")[0][:200])
