"""Annotate, one Django app with many rooms. From the ground up, each room using only those before it:

text · agreement · formats  the ground floor, without Django
database · live · journal  our own server and column types · who hears at once what is new · what happened, append-only
projects                  people, projects, roles
codebook · corpus         labels · articles
assignment                who works on what
spans                     what analysts mark: the desk; blindness
review                    what reviewers decide: gold
concord                   how far people agree: numbers kept, shown, led back to passages
curation                  labels in use: merged, split, looked at; the journal to read and take back from
intake · export           what comes in · what goes out
api                       the same rules, queries and actions, in JSON
urls settings models admin   the roof: sees every room
"""
