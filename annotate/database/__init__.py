"""Where rows live.

In: DATABASE_URL, or nothing. Out: connections; our own PostgreSQL server where none is named; column types and SQL.
Never: a table of ours, or a rule about one.
"""
