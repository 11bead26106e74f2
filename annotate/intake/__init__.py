"""What comes in: sources of articles, and archives of whole projects.

In: files. Out: articles, or a project as it was. Never: a span that its text does not bear out; half an archive.
"""
