"""The ground floor of agreement: how far people who marked the same article agree, and on which places. No Django.

In: continua (who marked what in an article, in code points). Out: counts of an article, measures with an interval, or
with the reason why there is none; clusters of spans that speak of the same place, each with its verdict.
Never: a database, a request, a person's name, a number without what it was computed from.

The data goes one way: `continuum` → `counting` (one article) → `measures` (many articles). An article's counts are all
that a measure needs of it, so they can be kept, and a change counts only its article again.
"""
