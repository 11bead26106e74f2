"""Where a page finds the stream."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


def stream_address(request: HttpRequest) -> str:
    """What stands before `stream` and `here`, as the browser of this request reaches it; empty where there is none."""
    where: str = settings.LIVE
    if where.isdecimal():
        host = request.get_host().removesuffix(f":{request.get_port()}")
        return f"{request.scheme}://{host}:{where}/"
    return where if not where or where.endswith("/") else f"{where}/"


def allow_stream(request: HttpRequest, response: HttpResponseBase) -> None:
    """Name the stream in the page's Content-Security-Policy, where it is another origin than the page."""
    address = urlsplit(stream_address(request))
    if address.netloc:
        response._csp_update = {"connect-src": [f"{address.scheme}://{address.netloc}"]}  # type: ignore[attr-defined]  # how django-csp is told
