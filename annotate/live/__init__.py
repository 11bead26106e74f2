"""Who hears at once that something is new: the stream of events, in a small process of its own.

In: what actions tell through the database (NOTIFY), tickets that Django signed. Out: events that name an article and
a revision; who is here.
Never: a row of anybody's (pages fetch those where blindness is decided), a query, Django's models.
"""
