"""Static files: what is served, under names that carry a hash of their content, so they may be cached for ever."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePosixPath

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage

IN_PLACE = "%(content)s"
"""What `HashedFiles` makes of an import of a style sheet."""


class StaticFiles(StaticFilesConfig):
    """Leaves out what we do not serve: extensions of htmx whose comments confuse the hashing of imports."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "htmx-4*", "*.d.ts"]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Imports between our modules are rewritten to hashed names; each ends with a semicolon for that (a test looks).

    A style sheet that another one imports is put where it is imported: our sheets are split by what they speak of, and
    a page asks for few all the same. Imported sheets may not import or name files themselves (a test looks).
    """

    support_js_module_import_aggregation = True
    patterns = (
        ("*.css", ((r'@import "(?P<url>[^"]+)";', IN_PLACE),)),
        *CompressedManifestStaticFilesStorage.patterns,
    )

    def url_converter(
        self, name: str, hashed_files: dict[str, str], template: str | None = None
    ) -> Callable[[re.Match[str]], str]:
        """Django's own, but for sheets that are put in place."""
        if template != IN_PLACE:
            return super().url_converter(name, hashed_files, template)  # type: ignore[no-any-return]

        def put_in_place(found: re.Match[str]) -> str:
            with self.open(str(PurePosixPath(name).parent / found["url"])) as imported:
                return str(imported.read().decode())

        return put_in_place
