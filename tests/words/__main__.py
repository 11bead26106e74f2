"""`make words`: every catalogue in step with the sources, compiled; then what is still without words."""

from __future__ import annotations

import sys

from tests.words.catalogues import Language, as_entries, languages, untranslated
from tests.words.sources import template_of_catalogues


def main(codes: list[str]) -> int:
    """Write the catalogues of these languages, or of all; 1 where one is not whole."""
    template, left = template_of_catalogues(), 0
    for language in [Language(code) for code in codes] or languages():
        catalogue = language.in_step(template)
        language.write(catalogue)
        missing = untranslated(catalogue)
        left += len(missing)
        print(f"{language.po}: {len(catalogue)} sentences, {len(missing)} without words")
        print(as_entries(missing))
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
