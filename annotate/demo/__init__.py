"""The demo: four op-eds of our own, read by a small team, at every stage from unopened to settled.

A second project has two short pieces that two of them read blind, so that there is agreement to look at.

In: `plan.toml` (who, which articles, who marked what, found by quote) and `articles/`; `blind.toml` and `blind/`. Out:
the projects, built by calling the same actions as the pages. Never: a row that those actions would not write.
"""
