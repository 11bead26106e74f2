"""Parameters that many operations share."""

from __future__ import annotations

import hashlib
from typing import Annotated

from ninja import Header, Path

from annotate.database.columns import LARGEST_ID

PathId = Annotated[int, Path(..., ge=1, le=LARGEST_ID)]

Key = Annotated[
    str | None,
    Header(
        None,
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x20-\x7e]+$",
        description="The client's own id of this request: sent again with the same id, it answers what it answered "
        "before and does nothing twice. At most 200 printable ASCII characters; each request has its own.",
    ),
]


def derived(key: str | None, number: int) -> str | None:
    """The action id of the `number`th part of a bulk request that came with this key."""
    return None if key is None else "part:" + hashlib.sha256(f"{number} {key}".encode()).hexdigest()
