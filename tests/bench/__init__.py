"""What is measured, by hand: `make bench`, or `python -m tests.bench saving desk`. No test: none depends on the hour.

docs/performance.md says how each figure is taken, what its floor is, and what was found when.
"""
