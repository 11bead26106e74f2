"""The labels of a project, their attributes and guidelines, in published, numbered versions.

In: labels as a lead words them. Out: labels to mark with, snapshots of every version, a stylesheet of their colours.
Never: a span.
"""
