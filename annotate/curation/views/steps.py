"""What is done to a label: each page first shows what will change, then does it as one step that can be taken back.

A page without a choice in its address asks for one; with one it shows the effects and offers the button.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from annotate.codebook import actions as codebook
from annotate.codebook import rules as codebook_rules
from annotate.codebook.models import Label
from annotate.codebook.queries import codebook_now, entry_of, find_codebook, find_label, lines_of, seen_as
from annotate.curation import actions, rules
from annotate.curation.forms import IntoForm, RenameForm, SplitForm, UnderForm
from annotate.curation.queries.effects import Effects, effects_of
from annotate.curation.queries.work import has_unseen_work, is_running, last_step, uses_of_label
from annotate.projects.entry import find_membership
from annotate.projects.http import Request
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import Refused

AT_ONCE = 2.0
"""So many seconds of moving spans are done before a page answers; the next request goes on."""


@require_http_methods(["GET", "POST"])
def rename(request: Request, slug: str, key: str) -> HttpResponse:
    """Another name, in the draft."""
    membership, entry = _find(request, slug, key)
    form = RenameForm(_given(request, "name"))
    name = form.cleaned_data["name"].strip() if form.is_valid() else ""

    def act() -> object:
        words, seen = {"name": name}, seen_as(entry)
        return codebook.change_label(membership.project, key, words=words, seen=seen, by=membership, at=now())

    if request.method == "POST" and name:
        return _do(request, slug, act, _("Renamed in the draft."))
    return _show(request, membership, entry, "rename", form=form, ready=bool(name), chosen=name)


@require_http_methods(["GET", "POST"])
def retire(request: Request, slug: str, key: str) -> HttpResponse:
    """No longer given to new spans, or given again; in the draft."""
    membership, entry = _find(request, slug, key)
    act = codebook.revive_label if entry["retired"] else codebook.retire_label
    if request.method == "POST":
        done = _("In the draft it is given again.") if entry["retired"] else _("Retired in the draft.")
        return _do(request, slug, lambda: act(membership.project, key, by=membership, at=now()), done)
    return _show(request, membership, entry, "revive" if entry["retired"] else "retire", ready=True)


@require_http_methods(["GET", "POST"])
def move(request: Request, slug: str, key: str) -> HttpResponse:
    """Under another label, or none; in the draft."""
    membership, entry = _find(request, slug, key)
    labels = [choice for choice in _choices(membership) if choice[0] != key]
    form = UnderForm(_given(request, "parent"), labels=labels)
    ready = form.is_bound and form.is_valid()
    parent = form.cleaned_data["parent"] if ready else ""

    def act() -> object:
        return codebook.move_label(membership.project, key, parent=parent or None, by=membership, at=now())

    if request.method == "POST" and ready:
        return _do(request, slug, act, _("Moved in the draft."))
    attributes = _attributes_then(membership, key, parent or None) if ready else None
    return _show(
        request,
        membership,
        entry,
        "move",
        form=form,
        ready=ready,
        chosen=dict(labels).get(parent, ""),
        attributes=attributes,
    )


@require_http_methods(["GET", "POST"])
def drop(request: Request, slug: str, key: str) -> HttpResponse:
    """Out of the draft, where nothing speaks of it."""
    membership, entry = _find(request, slug, key)
    if request.method == "POST":
        done = _("Out of the draft.")
        return _do(request, slug, lambda: actions.drop_label(membership.project, key, by=membership, at=now()), done)
    published = find_label(membership.project, key)
    uses, unseen = uses_of_label(membership.project, key), published is not None and has_unseen_work(membership)
    why_not = rules.why_not_drop(entry["name"], uses=uses, unseen=unseen)
    return _show(request, membership, entry, "drop", ready=True, why_not=why_not)


@require_http_methods(["GET", "POST"])
def merge(request: Request, slug: str, key: str) -> HttpResponse:
    """One label becomes another, with its spans and gold; published at once."""
    membership, entry = _find(request, slug, key)
    label = _published(membership, key)
    others = Label.objects.filter(project=membership.project, merged_into=None, retired_at=None).exclude(pk=label.pk)
    form = IntoForm(_given(request, "into"), labels=[(other.key, other.name) for other in others])
    ready = form.is_bound and form.is_valid()
    into = next(other for other in others if other.key == form.cleaned_data["into"]) if ready else None
    if request.method == "POST" and into is not None:
        return _do(
            request, slug,
            lambda: actions.merge_label(label, into=into, by=membership, at=now(), enough=budget()),
            _("“%(label)s” is “%(into)s” now.") % {"label": label.name, "into": into.name},
            to=("curation:label", slug, key),
        )  # fmt: skip
    effects = effects_of(label, by=membership, into=into)
    children = list(label.children.exclude(pk=into.pk)) if into else []
    return _show(
        request, membership, entry, "merge", form=form, ready=ready, chosen=into.name if into else "", effects=effects,
        children=children, why_not=codebook_rules.why_not_give(label) if label.merged_into_id else None,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def split(request: Request, slug: str, key: str) -> HttpResponse:
    """New labels beside one, and a queue of its spans; published at once."""
    membership, entry = _find(request, slug, key)
    label = _published(membership, key)
    form = SplitForm(_given(request, "key-0"))
    parts = form.labels() if form.is_bound and form.is_valid() else []
    taken = [one["key"] for one in find_codebook(membership.project)["labels"]]
    why_not = codebook_rules.why_not_split(label, keys=[part["key"] for part in parts], taken=taken) if parts else None
    if request.method == "POST" and parts:
        return _do(
            request, slug, lambda: actions.split_label(label, into=parts, by=membership, at=now()),
            _("Split. Now say of each span which part it is."), to=("curation:sort", slug, key),
        )  # fmt: skip
    return _show(request, membership, entry, "split", form=form, ready=bool(parts), parts=parts, why_not=why_not)


@require_POST
def go_on(request: Request, slug: str, key: str) -> HttpResponse:
    """Go on with what was begun: move some more spans."""
    membership = find_membership(request.user, slug, at_least=Role.REVIEWER)
    line = last_step(_published(membership, key))
    if line is not None and is_running(line):
        actions.go_on(line, by=membership, at=now(), enough=budget())
    return redirect("curation:label", slug, key)


@require_POST
def take_back(request: Request, slug: str, key: str) -> HttpResponse:
    """Take the last merge or split of a label back, with all its spans."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    line = last_step(_published(membership, key))
    if line is None:
        raise Http404
    return _do(
        request, slug, lambda: actions.revert_line(line, by=membership, at=now(), enough=budget()),
        _("Taken back."), to=("curation:label", slug, key),
    )  # fmt: skip


@require_POST
def drop_attribute(request: Request, slug: str, key: str) -> HttpResponse:
    """Out of the draft, where no span has a value of it."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    done = _("Out of the draft.")
    return _do(request, slug, lambda: actions.drop_attribute(membership.project, key, by=membership, at=now()), done)


def _find(request: Request, slug: str, key: str) -> tuple[Membership, dict[str, Any]]:
    """The lead, and the label as the draft has it."""
    membership = find_membership(request.user, slug, at_least=Role.LEAD)
    entry = entry_of(find_codebook(membership.project), of="labels", key=key)
    if entry is None:
        raise Http404
    return membership, entry


def _published(membership: Membership, key: str) -> Label:
    found = find_label(membership.project, key)
    if found is None:
        raise Http404
    return found


def _given(request: Request, name: str) -> Any:
    """The request's words, where it says what this page asks for: of the address, or sent with the button."""
    sent = request.POST if request.method == "POST" else request.GET
    return sent if name in sent else None


def budget() -> Callable[[], bool]:
    """Says when a page has moved spans for long enough."""
    end = time.monotonic() + AT_ONCE
    return lambda: time.monotonic() > end


def _choices(membership: Membership) -> list[tuple[str, str]]:
    lines = lines_of(find_codebook(membership.project), with_retired=False)
    return [(line.label.key, line.label.name) for line in lines]


def _attributes_then(membership: Membership, key: str, parent: str | None) -> dict[str, list[str]]:
    """Which attributes a label has under its parents now and would not have then, and the other way round."""
    drafted = find_codebook(membership.project)
    moved = {
        **drafted,
        "labels": [{**one, "parent": parent} if one["key"] == key else one for one in drafted["labels"]],
    }
    if codebook_rules.why_not_codebook(moved):
        return {"gone": [], "new": []}
    has, will = (
        [attribute.name for line in lines_of(one) if line.label.key == key for attribute in line.attributes]
        for one in (drafted, moved)
    )
    return {"gone": [name for name in has if name not in will], "new": [name for name in will if name not in has]}


def _show(
    request: Request, membership: Membership, entry: dict[str, Any], step: str, *, effects: Effects | None = None,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    label = find_label(membership.project, entry["key"])
    if effects is None and label is not None:
        effects = effects_of(label, by=membership)
    context = {
        "membership": membership, "project": membership.project, "entry": entry, "step": step, "effects": effects,
        "label": label, "version": codebook_now(membership.project), **more,
    }  # fmt: skip
    return render(request, "curation/step.html", context, status=422 if request.method == "POST" else 200)


def _do(
    request: Request, slug: str, act: Callable[[], object], done: str, *, to: tuple[str, ...] | None = None
) -> HttpResponse:
    """Do it and say so, or say why not; then on."""
    try:
        act()
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("codebook:draft", slug)
    messages.success(request, done)
    return redirect(*to) if to else redirect("codebook:draft", slug)
