"""The draft of a codebook: its labels in order, each with its words; attributes; guidelines."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from annotate.codebook import actions
from annotate.codebook.forms import (
    OWN,
    AttributeForm,
    CopyForm,
    EntryForm,
    GuidelinesForm,
    LabelForm,
    MoveForm,
    NewLabelForm,
    QuestionForm,
)
from annotate.codebook.queries import (
    codebook_now,
    draft_of,
    entry_of,
    find_codebook,
    lines_of,
    questions_of,
    seen_as,
)
from annotate.codebook.queries.differences import difference
from annotate.codebook.queries.places import Place, steps_of
from annotate.codebook.rendering import guidelines_html, stylesheet
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.queries import projects_of
from annotate.projects.refusals import Refused
from annotate.text.color import PALETTE, STROKES, drawn, is_color

EMPTY_ROWS = 2
"""So many empty rows for examples stand below those that are filled."""


@require_GET
def draft(request: Request, slug: str) -> HttpResponse:
    """The labels as a tree to be put in order, the attributes, and what to do next."""
    membership = _lead(request, slug)
    return _show_draft(request, membership)


@require_GET
def colors(request: Request, slug: str) -> HttpResponse:
    """The stylesheet of the draft. It changes with it."""
    membership = _lead(request, slug)
    response = HttpResponse(stylesheet(find_codebook(membership.project)), content_type="text/css; charset=utf-8")
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_POST
def add_label(request: Request, slug: str) -> HttpResponse:
    """A new label, last of its parent's; on to its words."""
    membership = _lead(request, slug)
    form = NewLabelForm(request.POST, labels=_choices(membership))
    if not form.is_valid():
        return _show_draft(request, membership, form=form, status=422)
    clean = form.cleaned_data
    try:
        actions.add_label(
            membership.project, key=clean["key"], name=clean["name"], parent=clean["parent"] or None, by=membership,
            at=now(),
        )  # fmt: skip
    except Refused as refusal:
        form.add_error("key", str(refusal))
        return _show_draft(request, membership, form=form, status=refusal.status)
    return redirect("codebook:change_label", slug, clean["key"])


@require_http_methods(["GET", "POST"])
def change_label(request: Request, slug: str, key: str) -> HttpResponse:
    """A label's name, colour, stroke, definition, examples and counter-examples."""
    membership = _lead(request, slug)
    entry = _entry(membership, "labels", key)
    palette = {hue.light for hue in PALETTE}
    initial = {
        "seen": seen_as(entry), "name": entry["name"], "definition": entry["definition"], "stroke": entry["stroke"],
        "hue": entry["color"] if entry["color"] in palette else OWN,
        "own": entry["color"],
    }  # fmt: skip
    form = LabelForm(request.POST or None, initial=initial)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.change_label(
                membership.project, key, words=form.words(), seen=form.cleaned_data["seen"], by=membership, at=now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Kept in the draft."))
            return redirect("codebook:draft", slug)
    elif form.is_bound:
        status = 422
    shown = {**entry, **form.words()} if form.is_bound and form.is_valid() else entry
    context = _context(membership) | {
        "form": form, "entry": entry, "hues": [(hue, drawn(hue.light)) for hue in PALETTE], "strokes": STROKES,
        "examples": shown["examples"], "counter_examples": shown["counter_examples"], "empty": range(EMPTY_ROWS),
        "drawn": drawn(shown["color"] if is_color(shown["color"]) else entry["color"]),
    }  # fmt: skip
    return render(request, "codebook/label.html", context, status=status)


@require_POST
def move_label(request: Request, slug: str, key: str) -> HttpResponse:
    """Put a label elsewhere, by a step or to a place."""
    membership = _lead(request, slug)
    _entry(membership, "labels", key)
    form = MoveForm(request.POST)
    if form.is_valid():
        clean = form.cleaned_data
        if clean["to"]:
            place = steps_of(find_codebook(membership.project), key).get(clean["to"])
        else:
            place = Place(clean["parent"] or None, clean["before"] or None)
        if place is not None:
            _try(
                request, lambda: actions.move_label(membership.project, key, **place._asdict(), by=membership, at=now())
            )
    return redirect(_draft_at(slug, key))


@require_http_methods(["GET", "POST"])
def attribute(request: Request, slug: str, key: str | None = None) -> HttpResponse:
    """An attribute's words, choices and labels; a new one where no key is given."""
    membership = _lead(request, slug)
    return _write_entry(
        request, membership, of="attributes", key=key, form_of=partial(AttributeForm, labels=_choices(membership)),
        add=actions.add_attribute, change=actions.change_attribute, template="codebook/attribute.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def question(request: Request, slug: str, key: str | None = None) -> HttpResponse:
    """What is asked about a whole article, and the answers to choose from; a new question where no key is given."""
    return _write_entry(
        request, _lead(request, slug), of="questions", key=key, form_of=QuestionForm,
        add=actions.add_question, change=actions.change_question, template="codebook/question.html",
    )  # fmt: skip


@require_POST
def drop_question(request: Request, slug: str, key: str) -> HttpResponse:
    """Out of the draft: from the next version on it is not asked."""
    membership = _lead(request, slug)
    if _try(request, lambda: actions.drop_question(membership.project, key, by=membership, at=now())):
        messages.success(request, _("Out of the draft."))
    return redirect("codebook:draft", slug)


@require_http_methods(["GET", "POST"])
def guidelines(request: Request, slug: str) -> HttpResponse:
    """The guidelines, written in Markdown, and how they read."""
    membership = _lead(request, slug)
    text = find_codebook(membership.project)["guidelines"]
    form = GuidelinesForm(request.POST or None, initial={"text": text, "seen": seen_as(text)})
    status = 422 if form.is_bound else 200
    if form.is_valid():
        clean = form.cleaned_data
        try:
            actions.write_guidelines(membership.project, clean["text"], seen=clean["seen"], by=membership, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Kept in the draft."))
            return redirect("codebook:guidelines", slug)
    context = _context(membership) | {"form": form, "guidelines": guidelines_html(text)}
    return render(request, "codebook/guidelines.html", context, status=status)


@require_POST
def undo(request: Request, slug: str) -> HttpResponse:
    """Take back the last change of the draft."""
    membership = _lead(request, slug)
    _try(request, lambda: actions.undo_draft(membership.project, by=membership, at=now()))
    return redirect("codebook:draft", slug)


@require_POST
def discard(request: Request, slug: str) -> HttpResponse:
    """Throw the draft away; the journal can bring it back."""
    membership = _lead(request, slug)
    if _try(request, lambda: actions.discard_draft(membership.project, by=membership, at=now())):
        messages.success(request, _("The draft is thrown away. The journal can bring it back."))
    return redirect("codebook:draft", slug)


@require_http_methods(["GET", "POST"])
def copy(request: Request, slug: str) -> HttpResponse:
    """Take over another project's codebook into the draft."""
    membership = _lead(request, slug)
    own = [other.project for other in projects_of(request.user)]
    others = [project for project in own if project.pk != membership.project_id]
    form = CopyForm(request.POST or None, projects=others)
    if form.is_valid():
        source = next(project for project in others if project.slug == form.cleaned_data["source"])
        version = codebook_now(source)
        if _try(
            request, lambda: actions.copy_codebook(membership.project, version, by=membership, at=now())
        ):  # fmt: skip
            messages.success(request, _("Taken over into the draft. Read what is new before you publish it."))
            return redirect("curation:publish", slug)
    context = _context(membership) | {"form": form, "others": others}
    return render(request, "codebook/copy.html", context, status=422 if form.is_bound else 200)


def _lead(request: Request, slug: str) -> Membership:
    return find_membership(request.user, slug, at_least=Role.LEAD)


def _entry(membership: Membership, of: str, key: str) -> dict[str, Any]:
    entry = entry_of(find_codebook(membership.project), of=of, key=key)
    if entry is None:
        raise Http404
    return entry


def _write_entry(
    request: Request, membership: Membership, *, of: str, key: str | None, form_of: Callable[..., EntryForm],
    add: Callable[..., object], change: Callable[..., object], template: str,
) -> HttpResponse:  # fmt: skip
    """The form of an entry of the draft's list `of`, of a new one where no key is given; on to the draft once kept."""
    project = membership.project
    entry = _entry(membership, of, key) if key else None
    published = entry_of(codebook_now(project).codebook, of=of, key=key or "") is not None
    initial = {"kind": "choice"}
    if entry is not None:
        initial = {**entry, "choices": "\n".join(entry["choices"]), "seen": seen_as(entry)}
    form = form_of(request.POST or None, initial=initial, published=published)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        said, seen = form.entry(), form.cleaned_data["seen"]
        try:
            if entry is None:
                add(project, entry=said, by=membership, at=now())
            else:
                change(project, entry["key"], entry=said, seen=seen, by=membership, at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = refusal.status
        else:
            messages.success(request, _("Kept in the draft."))
            return redirect("codebook:draft", project.slug)
    return render(request, template, _context(membership) | {"form": form, "entry": entry}, status=status)


def _choices(membership: Membership) -> list[tuple[str, str]]:
    """The labels of the draft for a select, indented as they stand."""
    lines = lines_of(find_codebook(membership.project), with_retired=False)
    return [(line.label.key, "— " * line.depth + line.label.name) for line in lines]


def _context(membership: Membership) -> dict[str, Any]:
    return {"membership": membership, "project": membership.project}


def _show_draft(
    request: Request, membership: Membership, *, form: NewLabelForm | None = None, status: int = 200
) -> HttpResponse:
    drafted, published = find_codebook(membership.project), codebook_now(membership.project)
    changed = {change.key: change.sort for change in difference(published.codebook, drafted).labels}
    context = _context(membership) | {
        "draft": draft_of(membership.project), "published": published, "attributes": drafted["attributes"],
        "questions": questions_of(drafted),
        "form": form or NewLabelForm(labels=_choices(membership)),
        "rows": [
            (line, steps_of(drafted, line.label.key), changed.get(line.label.key), entry["merged_into"])
            for line in lines_of(drafted)
            if (entry := drafted["labels"][line.number - 1])
        ],
    }  # fmt: skip
    return render(request, "codebook/draft.html", context, status=status)


def _draft_at(slug: str, key: str) -> str:
    return reverse("codebook:draft", args=[slug]) + f"#row-{key}"


def _try(request: Request, act: Callable[[], object]) -> bool:
    """Do it; where it is refused, tell why and go on."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return False
    return True
