"""The revision of an article: what live updates follow."""

from __future__ import annotations

from django.db import connection

from annotate.corpus.models import Article


def next_revision(article: Article, *, audience: int) -> int:
    """Count one more change for an audience. The count's row stays locked until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO annotate_revision AS r (article_id, audience, number) VALUES (%s, %s, 1) "
            "ON CONFLICT (article_id, audience) DO UPDATE SET number = r.number + 1 RETURNING number",
            [article.pk, audience],
        )
        number: int = cursor.fetchone()[0]
    return number
