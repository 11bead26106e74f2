"""The languages of the house, for who develops it: `make words` writes the catalogues of annotate/locale anew.

sources     what is marked for translation in templates and Python
catalogues  the catalogue of a language: kept in step with the sources, and whether it is whole
pseudo      a language in which every marked word can be seen
greek       a project in which all that people write is told from our words
seen        what a person sees or hears of a page, and which of it nobody marked
"""
