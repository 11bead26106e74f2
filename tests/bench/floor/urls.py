"""POST /api/v1/floor/…: two INSERTs and a commit."""

from __future__ import annotations

import orjson
from django.db import connection, transaction
from django.http import HttpResponse
from django.urls import include, path
from django.utils.timezone import now
from ninja import NinjaAPI

from annotate.api.auth import ApiRequest, Bearer
from annotate.api.urls import door
from annotate.database.columns import new_id
from annotate.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]

SPAN = """
    INSERT INTO annotate_span (id, assignment_id, article_id, label_id, extent, note, unsure, attributes, codebook_id,
                               version, created_at, changed_at)
    VALUES (%s, %s, %s, %s, int4multirange(int4range(%s, %s)), '', false, '{}', %s, 1, %s, %s)
"""
LINE = """
    INSERT INTO annotate_journalline (verb, at, by, article, subject, after, turn, audience, revision, action, asked)
    VALUES ('span_added', %s, %s, %s, %s, %s, 0, 0, 1, %s, '')
"""

floor = NinjaAPI(urls_namespace="floor", auth=Bearer(), docs_url=None, openapi_url=None)


@floor.post("/floor/{int:article}/{int:work}/{int:codebook}/{int:label}/{int:start}/{int:end}")
def store(
    request: ApiRequest, article: int, work: int, codebook: int, label: int, start: int, end: int
) -> HttpResponse:
    """The two rows."""
    span, at = new_id(), now()
    state = {"label": "aside", "ranges": [[start, end]], "note": "", "unsure": False, "attributes": {}, "version": 1}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SPAN, [span, work, article, label, start, end, codebook, at, at])
        cursor.execute(
            LINE, [at, request.auth.pk, article, span, orjson.dumps(state).decode(), request.headers["Idempotency-Key"]]
        )
    return HttpResponse(orjson.dumps({"id": span}), status=201, content_type="application/json")


urlpatterns = [
    path("api/v1/", include([path(str(one.pattern), door(one.callback, "store")) for one in floor.urls[0]])),
    *urlpatterns,
]
