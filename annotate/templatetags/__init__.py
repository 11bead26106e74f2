"""Tags of our own templates: what Django's own cannot write.

In: the language of the page. Out: values for a template. Never: a question to the database, HTML.
"""
