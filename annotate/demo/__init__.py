"""The demo: four op-eds of our own, read by a small team, at every stage from unopened to settled.

In: `plan.toml` (who, which articles, who marked what, found by quote) and `articles/`. Out: a project, built by calling
the same actions as the pages. Never: a row that those actions would not write.
"""
