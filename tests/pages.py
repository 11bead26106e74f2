"""Reading a page as a person would, without script: its sentences, its forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import lxml.html
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client


@dataclass(frozen=True)
class Form:
    """A form of a page: where it goes, by which method, what stands in its fields."""

    action: str
    method: str
    fields: dict[str, list[str]]
    element: Any


def written(answer: HttpResponseBase) -> str:
    """What was answered, whole; also of a page that came in parts, which can be read only once otherwise."""
    body: bytes = answer.getvalue()  # type: ignore[attr-defined]  # both kinds of answer have it
    if isinstance(answer, StreamingHttpResponse):
        answer.streaming_content = [body]
    return body.decode()


def tree(answer: HttpResponseBase) -> Any:
    """The page."""
    return lxml.html.fromstring(written(answer))


def words(answer: HttpResponseBase) -> str:
    """All that can be read on the page, with single spaces."""
    return re.sub(r"\s+", " ", tree(answer).text_content())


def forms(answer: HttpResponseBase) -> Iterator[Form]:
    """The forms of a page, dialogs' own left out."""
    for element in tree(answer).iter("form"):
        method = (element.get("method") or "").lower()
        if method != "dialog":
            fields: dict[str, list[str]] = {}
            for name, value in element.form_values():
                fields.setdefault(name, []).append(value)
            yield Form(element.get("action") or "", method, fields, element)


def form_to(answer: HttpResponseBase, action: str) -> Form:
    """The one form that goes there."""
    (found,) = (form for form in forms(answer) if form.action == action)
    return found


def send(client: Client, form: Form, **changed: Any) -> HttpResponseBase:
    """Send a form as a browser without script does, with other values in some fields, and go where it leads."""
    fields = {name: values for name, values in form.fields.items() if name != "csrfmiddlewaretoken"} | changed
    if form.method == "get":
        return client.get(form.action, fields)  # type: ignore[return-value]
    return client.post(form.action, fields, follow=True)  # type: ignore[return-value]
