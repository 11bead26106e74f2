"""Changing the draft: one for a project, begun by its first change, shared by its leads, published or thrown away."""
