"""What comes in: pasted text, files, folders and zips of them, archives.

In: bytes and what a person says of them. Out: articles (and with an archive all that belongs to them), and for every
file that was not taken the reason. Never: a decision about a text that its reader (`formats`) has not made.
"""
