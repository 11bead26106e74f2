"""Every form of a counted sentence is on the page, under the name by which a browser asks for it."""

from __future__ import annotations

import gettext

import pytest
from django.template import Context, Template
from django.utils.translation import override
from icu4py.messageformat import MessageFormat

from annotate.templatetags.counting import CATEGORY, plural_forms
from tests.words.catalogues import Language, languages

PAGE = """{% load counting i18n %}{% plural_forms as forms %}{% for form, n in forms.items %}{{ form }}=\
{% blocktranslate count n=n %}%(count)s span{% plural %}%(count)s spans{% endblocktranslate %};{% endfor %}"""


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"other": 0, "one": 1}),
        ("de", {"other": 0, "one": 1}),
        ("fr", {"one": 0, "other": 2, "many": 1_000_000}),
        ("pl", {"many": 0, "one": 1, "few": 2}),
        ("ar", {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}),
    ],
)
def test_each_form_has_a_number(language: str, forms: dict[str, int]) -> None:
    with override(language):
        assert plural_forms() == forms


def test_a_template_writes_them_all() -> None:
    with override("de"):
        assert Template(PAGE).render(Context()) == "other=%(count)s Spannen;one=%(count)s Spanne;"


@pytest.mark.parametrize("language", languages(), ids=lambda language: language.code)
def test_gettext_and_cldr_give_a_number_the_same_form(language: Language) -> None:
    """Else a script would take another form than a page does for the same number."""
    chosen, category = gettext.c2py(language.read().plural_expr), MessageFormat(CATEGORY, language.code)
    with override(language.code):
        forms = plural_forms()
    assert all(chosen(number) == chosen(forms[category.format({"n": number})]) for number in range(1200))
