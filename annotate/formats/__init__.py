"""The ground floor of formats: bytes ↔ pure values, no Django.

In: the bytes or text of one source, and what its name says. Out: a `Source` (canonical text, blocks, inlines, what the
source says of itself), or one of `Unreadable`. Never: a database, a person, HTML that is passed on.
"""
