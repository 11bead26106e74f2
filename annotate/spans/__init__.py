"""What analysts mark: spans, links between them, what is said about them; the desk; who may see which.

In: extents with a quote, a label and words. Out: the desk, lists, changes since a revision, all through `visible_sets`.
Never: what a reviewer decided.
"""
