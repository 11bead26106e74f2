"""Who works on what, and how far they are: one analyst on one article.

In: a lead's word, or a person's first mark in a shared project. Out: assignments and their states; the article list.
Never: a span's content.
"""
