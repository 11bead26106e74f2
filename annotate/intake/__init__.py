"""What comes in: pasted text, files, folders and zips of them, archives of whole projects.

In: bytes and what a person says of them. Out: articles, or a project as it was, and for every file that was not taken
the reason. Never: a decision about a text that its reader (`formats`) has not made; half an archive.
"""
