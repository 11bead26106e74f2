"""The ground floor: strings and numbers, no Django.

In: any text, extents, labels' colours. Out: canonical text, blocks, sentences and words, segments, lanes,
and where words are found again in another text.
Never: a file, a database, a person, HTML.
"""
