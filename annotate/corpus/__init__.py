"""Articles: source bytes, metadata, one canonical text that never changes, its blocks, its sentences and words.

In: a source that was read (`formats`). Out: articles and their parts.
Never: a span; a change of a text.
"""
