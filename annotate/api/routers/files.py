"""What goes out as a file: the same that the page and the command give."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import StreamingHttpResponse
from ninja import Query, Router

from annotate.api.auth import ApiRequest
from annotate.export.entry import find_export
from annotate.export.http import stream
from annotate.export.queries.files import FORMATS, Wanted
from annotate.export.queries.scope import ALL

router = Router(tags=["export"])

FILE = {
    "description": "The file, streamed.",
    "content": {chosen.content_type: {"schema": {}} for chosen in FORMATS.values()},
}


@router.get("/projects/{slug:slug}/export", response={200: None}, openapi_extra={"responses": {200: FILE}})
def export_project(
    request: ApiRequest,
    slug: str,
    *,
    format: Literal["jsonl", "csv", "w3c", "archive"] = "jsonl",
    set: Annotated[str, Query(description="all, gold, or an analyst's user name.", max_length=150)] = ALL,
    texts: Annotated[bool, Query(description="Without them: their SHA-256 and offsets only.")] = True,
    people: Annotated[Literal["names", "pseudonyms"], Query(description="Pseudonyms stay the same in a project.")] = (
        "names"
    ),
    bom: Annotated[bool, Query(description="CSV for a spreadsheet that asks for a byte order mark.")] = False,
) -> StreamingHttpResponse:
    """A set of the project as a file: JSONL, CSV, W3C Web Annotation or the archive (see docs/data.md).

    403 where the caller may not have this set yet, 404 where there is no such set. An archive is the whole project.
    """
    wanted = Wanted(format=format, set=set, texts=texts, pseudonyms=people == "pseudonyms", bom=bom)
    return stream(find_export(request.auth, slug, wanted))
