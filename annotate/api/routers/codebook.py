"""The codebook, in its published versions."""

from __future__ import annotations

from django.http import HttpResponse
from ninja import Router

from annotate.api.auth import ApiRequest
from annotate.api.paging import AskedSync, Page, reply_page
from annotate.api.schemas.codebook import CodebookOut, codebook_out
from annotate.codebook.models import CodebookVersion
from annotate.projects.entry import find_membership

router = Router(tags=["codebook"])


@router.get("/projects/{slug:slug}/codebook", response=Page[CodebookOut])
def list_codebook_versions(request: ApiRequest, slug: str, page: AskedSync) -> HttpResponse:
    """Every version that was published, from the first. None is ever changed or deleted."""
    versions = CodebookVersion.objects.filter(project=find_membership(request.auth, slug).project)
    if page.updated_since is not None:
        versions = versions.filter(published_at__gte=page.updated_since)
    return reply_page(versions, by=("number",), of="codebook", page=page, write=codebook_out)
