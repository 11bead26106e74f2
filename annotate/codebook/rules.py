"""What may be given to a span, each as a sentence or None."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from annotate.codebook.models import Attribute, AttributeKind, Label

LONGEST_VALUE = 2000


def why_not_give(label: Label) -> str | None:
    """Why this label may not be given to a span now; None when it may."""
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
