"""The product with one more address, which does the least that storing a span can be: what a save is measured beside.

Authenticated and empty as a request; the same two rows, span and journal line, by two statements in one transaction,
under the same constraints and guards. It asks nothing first, so nobody could use it. Served by `manage.py serve` too.
"""
