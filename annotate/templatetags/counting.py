"""Counted sentences for scripts: a template writes every form that the language has, a script takes one."""

from __future__ import annotations

from functools import cache

from django import template
from django.utils.translation import get_language
from icu4py.messageformat import MessageFormat

register = template.Library()

CATEGORY = "{n, plural, zero {zero} one {one} two {two} few {few} many {many} other {other}}"
"""CLDR's names of plural forms, which `Intl.PluralRules` of browsers speaks of, too."""

NUMBERS = (*range(201), 10**6)
"""Enough to meet every form: rules look at the last two digits, those of Romance languages at whole millions."""


@register.simple_tag
def plural_forms() -> dict[str, int]:
    """The forms that a counted thing has in the language of the page, by CLDR's names, each with a number that has it.

    {% plural_forms as forms %}
    <p {% for form, n in forms.items %}data-found-{{ form }}="{% blocktranslate count n=n %}…{% endblocktranslate %}"…>
    """
    return _plural_forms(get_language() or "en")


@cache
def _plural_forms(language: str) -> dict[str, int]:
    category = MessageFormat(CATEGORY, language)
    forms: dict[str, int] = {}
    for number in NUMBERS:
        forms.setdefault(category.format({"n": number}), number)
    return forms
