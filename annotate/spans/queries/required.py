"""Values that the codebook requires and that somebody's spans do not have yet."""

from __future__ import annotations

from annotate.codebook.models import Attribute, Label
from annotate.codebook.queries import fits, lineage
from annotate.corpus.models import Article
from annotate.projects.models import User
from annotate.spans.models import Span


def values_lacking(article: Article, *, of: User) -> dict[str, int]:
    """What is still to be said of a person's standing spans on an article before the work can be handed in: each
    required attribute, by name, and of how many spans it is asked that have no value of it."""
    required = list(Attribute.objects.filter(project=article.project_id, required=True))
    if not required:
        return {}
    labels = {label.pk: label for label in Label.objects.filter(project=article.project_id)}
    keys = {pk: lineage(label, labels) for pk, label in labels.items()}
    spans = Span.objects.standing().filter(article=article.pk, assignment__analyst=of)
    found = {}
    for attribute in required:
        asked = [pk for pk in labels if fits(attribute, keys[pk])]
        count = spans.filter(label__in=asked).exclude(attributes__has_key=attribute.key).count()
        if count:
            found[attribute.name] = count
    return found
