"""People, projects and who belongs to which: the first door.

In: names, passwords, tokens, roles. Out: the signed-in person, the project they may enter, or a 404.
Never: what is inside a project.
"""
