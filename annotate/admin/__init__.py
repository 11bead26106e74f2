"""What staff see. Every change goes through the same actions as on the pages, or may not be made here.

Structure (people, projects, members, codebooks) is open to all staff. Content (articles, spans, decisions, journal) is
what the person may see as a member: being staff opens no article, and no blind person's eyes.
"""

from annotate.admin import codebook, corpus, people, review, spans

__all__ = ["codebook", "corpus", "people", "review", "spans"]
