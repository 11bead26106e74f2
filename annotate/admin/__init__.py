"""What staff see. Every change goes through the same actions as on the pages, or may not be made here.

In: staff, and what they look for. Out: structure (people, projects, members, codebooks), open to all staff; content
(articles, spans, decisions, journal) as far as the person may see it as a member.
Never: an article opened, or a blind person's eyes, by being staff; a change without its line in the journal.
"""

from annotate.admin import codebook, concord, corpus, people, review, spans

__all__ = ["codebook", "concord", "corpus", "people", "review", "spans"]
