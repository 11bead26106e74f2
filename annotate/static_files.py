"""Static files: what is served, under names that carry a hash of their content, so they may be cached for ever."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(StaticFilesConfig):
    """Leaves out what we do not serve: extensions of htmx whose comments confuse the hashing of imports."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "htmx-4*", "*.d.ts"]


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Imports between our modules are rewritten to hashed names; each ends with a semicolon for that (a test looks)."""

    support_js_module_import_aggregation = True
