"""Column types and SQL functions that migrations name by import path: this module never moves."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.types.multirange import Int4Multirange, Multirange
from psycopg.types.range import Range

from annotate.text.extent import Extent

_RANGE = re.compile(r"\[(\d+),(\d+)\)")

LARGEST_ID = 2**53 - 1
"""The largest integer that every reader of JSON keeps exact."""


def new_id() -> int:
    """A random 53-bit id: from it nobody can count what others do."""
    return secrets.randbelow(LARGEST_ID) + 1


class IdField(models.BigIntegerField):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A primary key that people see: random, 53 bits, drawn by `new_id`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("primary_key", True)
        options.setdefault("default", new_id)
        options.setdefault("editable", False)
        super().__init__(**options)


class ExtentField(models.Field):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """An Extent in Python, an int4multirange in the database."""

    description = "sorted disjoint ranges of code points"

    def db_type(self, connection: BaseDatabaseWrapper) -> str:
        return "int4multirange"

    def get_internal_type(self) -> str:
        return "TextField"  # a type Django knows: bulk_create then sends one array a column

    def from_db_value(
        self, value: Multirange[int] | None, expression: Any, connection: BaseDatabaseWrapper
    ) -> Extent | None:
        return None if value is None else Extent(tuple((r.lower, r.upper) for r in value))  # type: ignore[misc]

    def to_python(self, value: Any) -> Any:
        return Extent.of((start, end) for start, end in value) if isinstance(value, list | tuple) else value

    def get_prep_value(self, value: Any) -> Any:
        value = self.to_python(super().get_prep_value(value))
        return multirange(value) if isinstance(value, Extent) else value

    def value_to_string(self, obj: models.Model) -> Any:
        return [list(pair) for pair in self.value_from_object(obj)]


def read_extent(start: int, end: int, written: str) -> Extent:
    """The Extent of a multirange's bounds and its text form: most have one range, and psycopg's own reader is slow."""
    if written.count("[") == 1:
        return Extent(((start, end),))
    return Extent(tuple((int(a), int(b)) for a, b in _RANGE.findall(written)))


def multirange(ranges: Iterable[tuple[int, int]]) -> Int4Multirange:
    """Ranges of code points as psycopg sends them."""
    return Int4Multirange([Range(start, end) for start, end in ranges])


class CharLength(models.Func):
    """How many code points a text has."""

    function = "char_length"
    output_field = models.IntegerField()


class IsNfc(models.Func):
    """Whether a text is in Unicode's normalization form C."""

    template = "(%(expressions)s IS NFC NORMALIZED)"
    output_field = models.BooleanField()


class Sha256OfText(models.Func):
    """The SHA-256 of a text's UTF-8 bytes, in hexadecimal."""

    template = "encode(sha256(convert_to(%(expressions)s, 'UTF8')), 'hex')"
    output_field = models.TextField()


class Sha256OfBytes(models.Func):
    """The SHA-256 of bytes, in hexadecimal."""

    template = "encode(sha256(%(expressions)s), 'hex')"
    output_field = models.TextField()


class Lowest(models.Func):
    """The lower bound of a multirange: where an extent starts."""

    function = "lower"
    output_field = models.IntegerField()


class Highest(models.Func):
    """The upper bound of a multirange: where an extent ends."""

    function = "upper"
    output_field = models.IntegerField()


class IsBounded(models.Func):
    """Whether a multirange is not empty, has both ends, and starts at 0 or later.

    Each is written out: `lower()` of an unbounded range is NULL, and a CHECK lets NULL pass.
    """

    template = (
        "(NOT isempty(%(expressions)s) AND NOT lower_inf(%(expressions)s) AND NOT upper_inf(%(expressions)s) "
        "AND lower(%(expressions)s) >= 0)"
    )
    output_field = models.BooleanField()


@ExtentField.register_lookup
class Overlap(models.Lookup):
    """`extent__overlap=extent`: rows that share a code point with it."""

    lookup_name = "overlap"

    def as_sql(self, compiler: Any, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        left, first = self.process_lhs(compiler, connection)
        right, second = self.process_rhs(compiler, connection)
        return f"{left} && {right}", (*first, *second)
