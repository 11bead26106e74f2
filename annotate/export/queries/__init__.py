"""Rows on their way out, as values that formats write; and the same rows read again against their texts."""
