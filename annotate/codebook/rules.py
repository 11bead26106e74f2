"""What may be given to a span, and what a codebook may be, each as a sentence or None."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from annotate.codebook.models import KEY, Attribute, AttributeKind, Label, QuestionKind
from annotate.projects.models import Membership, Role
from annotate.projects.refusals import grouped
from annotate.projects.rules import why_not_as
from annotate.projects.rules import why_not_change as why_not_change_project
from annotate.text.color import STROKES, is_color

LONGEST_VALUE = 2000
LONGEST_NAME = 80
LONGEST_KEY = 60
LONGEST_WORDS = 20_000
LONGEST_GUIDELINES = 200_000
MOST_LABELS = 500


def why_not_give(label: Label) -> str | None:
    """Why this label may not be given to a span now; None when it may."""
    if label.merged_into_id is not None:
        names = {"label": label.name, "other": label.merged_into}
        return _("The label “%(label)s” was merged into “%(other)s”.") % names
    if label.retired_at is not None:
        return _("The label “%(label)s” is retired.") % {"label": label.name}
    return None


def why_not_values(
    values: Mapping[str, object], *, label_keys: Iterable[str], attributes: Iterable[Attribute]
) -> str | None:
    """Why these attribute values do not fit a span whose label and its parents have `label_keys`; None when they do."""
    declared = {attribute.key: attribute for attribute in attributes}
    keys = set(label_keys)
    for key, value in values.items():
        attribute = declared.get(key)
        if attribute is None or (attribute.labels and not keys & set(attribute.labels)):
            return _("The codebook declares no attribute “%(key)s” for this label.") % {"key": key}
        if reason := _why_not_value(attribute, value):
            return reason
    return None


def _why_not_value(attribute: Attribute, value: object) -> str | None:
    names = {"attribute": attribute.name, "choices": ", ".join(attribute.choices)}
    match attribute.kind:
        case AttributeKind.CHOICE if value not in attribute.choices:
            return _("“%(attribute)s” is one of: %(choices)s.") % names
        case AttributeKind.FLAG if not isinstance(value, bool):
            return _("“%(attribute)s” is yes or no.") % names
        case AttributeKind.NUMBER if isinstance(value, bool) or not isinstance(value, int | float):
            return _("“%(attribute)s” is a number.") % names
        case AttributeKind.TEXT if not isinstance(value, str) or len(value) > LONGEST_VALUE or "\0" in value:
            return _("“%(attribute)s” is a text of at most 2,000 characters.") % names
    return None


def why_not_answer(question: Mapping[str, Any] | None, value: str) -> str | None:
    """Why this value is no answer to a question about a whole article; None when it is one, or takes one away."""
    if question is None:
        return _("The codebook does not ask this any more.")
    names = {"question": question["name"], "choices": ", ".join(question["choices"])}
    if not value:
        return None
    if question["kind"] != QuestionKind.TEXT:
        unknown = value not in question["choices"]
        return _("“%(question)s” is answered with one of: %(choices)s.") % names if unknown else None
    if len(value) > LONGEST_VALUE or "\0" in value:
        return _("“%(question)s” is answered with at most 2,000 characters.") % names
    return None


def why_not_edit(*, by: Membership) -> str | None:
    """Why this member may not change the codebook now; None when they may."""
    return why_not_as(Role.LEAD, by) or why_not_change_project(by.project)


def why_not_codebook(codebook: Mapping[str, Any]) -> str | None:
    """Why these labels, attributes and guidelines cannot be a codebook; None when they can."""
    labels, attributes = codebook["labels"], codebook["attributes"]
    if len(labels) > MOST_LABELS:
        return _("A codebook has at most %(most)s labels.") % {"most": MOST_LABELS}
    for entry in (*labels, *attributes, *codebook.get("questions", ())):
        if reason := _why_not_entry(entry):
            return _("“%(key)s” cannot be written: %(why)s") % {"key": entry["key"], "why": reason}
    for reason in (_why_not_tree(labels), *(_why_not_label(entry) for entry in labels)):
        if reason:
            return reason
    keys = {entry["key"] for entry in labels}
    for entry in attributes:
        if reason := _why_not_attribute(entry, keys):
            return reason
    for entry in codebook.get("questions", ()):
        if reason := _why_not_question(entry):
            return reason
    if len(codebook["guidelines"]) > LONGEST_GUIDELINES or "\0" in codebook["guidelines"]:
        return _("Guidelines have at most %(most)s characters.") % {"most": grouped(LONGEST_GUIDELINES)}
    return None


def twice(codebook: Mapping[str, Any]) -> str | None:
    """The first key that two labels, attributes or questions have; None where each has its own."""
    for entries in (codebook["labels"], codebook["attributes"], codebook.get("questions", ())):
        seen: set[str] = set()
        for entry in entries:
            if entry["key"] in seen:
                return str(entry["key"])
            seen.add(entry["key"])
    return None


def _why_not_entry(entry: Mapping[str, Any]) -> str | None:
    if not re.fullmatch(KEY, entry["key"]) or len(entry["key"]) > LONGEST_KEY:
        return _("a key has small letters and digits, joined by single hyphens or underscores, 60 at most.")
    if not entry["name"].strip() or len(entry["name"]) > LONGEST_NAME:
        return _("a name has 1 to 80 characters.")
    if len(entry["definition"]) > LONGEST_WORDS:
        return _("a definition has at most %(most)s characters.") % {"most": grouped(LONGEST_WORDS)}
    if "\0" in entry["name"] + entry["definition"]:
        return _("these are no characters that can be kept.")
    return None


def _why_not_label(entry: Mapping[str, Any]) -> str | None:
    if not is_color(entry["color"]):
        return _("“%(color)s” is no colour: write it as #rrggbb.") % {"color": entry["color"]}
    if entry["stroke"] not in STROKES:
        return _("“%(stroke)s” is no stroke: solid, dashed or dotted.") % {"stroke": entry["stroke"]}
    for written in (*entry["examples"], *entry["counter_examples"]):
        said = str(written.get("passage", "")) + str(written.get("why", ""))
        if not written.get("passage") or len(said) > LONGEST_WORDS or "\0" in said:
            return _("An example of “%(label)s” has no passage, or is too long.") % {"label": entry["name"]}
    return None


def _why_not_tree(labels: Iterable[Mapping[str, Any]]) -> str | None:
    parent_of = {entry["key"]: entry["parent"] for entry in labels}
    for entry in labels:
        above, at = {entry["key"]}, entry["parent"]
        while at is not None:
            if at not in parent_of:
                names = {"label": entry["name"], "parent": at}
                return _("“%(label)s” stands under “%(parent)s”, which there is not.") % names
            if at in above:
                return _("“%(label)s” cannot stand under itself.") % {"label": entry["name"]}
            above.add(at)
            at = parent_of[at]
    return None


def _why_not_attribute(entry: Mapping[str, Any], labels: set[str]) -> str | None:
    names = {"attribute": entry["name"]}
    if entry["kind"] not in AttributeKind.values:
        return _("“%(attribute)s” is of no kind that there is.") % names
    if entry["kind"] == AttributeKind.CHOICE and not entry["choices"]:
        return _("“%(attribute)s” is one of several: write the choices.") % names
    if any(not choice or len(choice) > LONGEST_NAME for choice in entry["choices"]):
        return _("A choice of “%(attribute)s” has 1 to 80 characters.") % names
    if unknown := set(entry["labels"]) - labels:
        return _("“%(attribute)s” speaks of the label “%(label)s”, which there is not.") % {
            **names,
            "label": min(unknown),
        }
    return None


def _why_not_question(entry: Mapping[str, Any]) -> str | None:
    names = {"question": entry["name"]}
    if entry["kind"] not in QuestionKind.values:
        return _("“%(question)s” is of no kind that there is.") % names
    if entry["kind"] != QuestionKind.TEXT and len(set(entry["choices"])) < 2:
        return _("“%(question)s” needs at least two answers to choose from.") % names
    if any(not choice or len(choice) > LONGEST_NAME for choice in entry["choices"]):
        return _("An answer of “%(question)s” has 1 to 80 characters.") % names
    return None


def why_not_publish(draft: Mapping[str, Any] | None, published: Mapping[str, Any]) -> str | None:
    """Why there is nothing to publish; None when there is."""
    if draft is None or draft == published:
        return _("Nothing differs from what is published.")
    return None


def why_not_drop(entry: Mapping[str, Any], *, spans: int) -> str | None:
    """Why a label or attribute of which so many spans speak cannot leave the codebook; None when it can."""
    if spans:
        return _("“%(name)s” is in use, so it stays: retire it, or merge it into another.") % {"name": entry["name"]}
    return None


def why_not_kind(old: Mapping[str, Any], new: Mapping[str, Any]) -> str | None:
    """Why an attribute that was published cannot become this; None when it can."""
    if old["kind"] != new["kind"]:
        return _("The kind of an attribute stays, because spans have values of it. Add another attribute.")
    return None


def why_not_merge(label: Label, *, into: Label, labels: Mapping[int, Label]) -> str | None:
    """Why a label cannot become another now; None when it can. `labels` are all of the project, by id."""
    if label.pk == into.pk:
        return _("A label is not merged into itself.")
    if label.project_id != into.project_id:
        return _("Labels are merged within a project.")
    for one in (label, into):
        if one.merged_into_id is not None:
            names = {"label": one.name, "other": labels[one.merged_into_id].name}
            return _("The label “%(label)s” was merged into “%(other)s”.") % names
    return why_not_give(into)


def why_not_split(label: Label, *, keys: Iterable[str], taken: Iterable[str]) -> str | None:
    """Why a label cannot be split into new ones with these keys; None when it can."""
    wanted = list(keys)
    if reason := why_not_give(label):
        return reason
    if not wanted or len(set(wanted)) < len(wanted):
        return _("Write at least one new label, each with a key of its own.")
    for key in wanted:
        if not re.fullmatch(KEY, key) or len(key) > LONGEST_KEY:
            return _("“%(key)s” is no key: small letters and digits, joined by single hyphens or underscores.") % {
                "key": key
            }
        if key in set(taken):
            return _("There is a label with the key “%(key)s” already.") % {"key": key}
    return None
