"""Articles, blocks, and the units of reading found in a text."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from annotate.database.columns import CharLength, IdField, IsNfc, Sha256OfBytes, Sha256OfText
from annotate.projects.models import Project, User

MAX_CHARACTERS = 2_000_000

LONG = ("text", "inlines", "source")
"""What of an article stays in the database where it is not asked for."""


class ArticleQuerySet(models.QuerySet["Article"]):
    def standing(self) -> ArticleQuerySet:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)

    def without_text(self) -> ArticleQuerySet:
        """For lists: what is long stays in the database."""
        return self.defer(*LONG)


class Article(models.Model):
    """One opinion piece. Its text, its inlines and its source are frozen by the database."""

    id = IdField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="articles")
    external_id = models.CharField(_("id elsewhere"), max_length=200, blank=True)
    title = models.CharField(_("title"), max_length=500)
    byline = models.CharField(_("byline"), max_length=300, blank=True)
    outlet = models.CharField(_("outlet"), max_length=200, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=35, blank=True, help_text=_("As in web pages: en, de, ar."))
    url = models.URLField(_("address"), max_length=2000, blank=True)

    text = models.TextField()
    inlines = models.JSONField(default=list, help_text="[[kind, start, end, href], …] in code points.")
    sha256 = models.CharField(max_length=64)
    length = models.GeneratedField(
        expression=CharLength(F("text")), output_field=models.IntegerField(), db_persist=True
    )

    source = models.BinaryField()
    source_name = models.CharField(max_length=300, blank=True)
    source_sha256 = models.CharField(max_length=64)
    encoding = models.CharField(max_length=40)
    notes = ArrayField(
        models.TextField(), default=list, blank=True, help_text="What the reader told the person who took it in."
    )

    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections", db_index=False,
        verbose_name=_("supersedes"), help_text=_("The article that this one corrects."),
    )  # fmt: skip
    superseded = models.BooleanField(
        _("superseded"), default=False, db_default=False, editable=False,
        help_text=_("A corrected article that is not withdrawn supersedes it. The database keeps it so."),
    )  # fmt: skip
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = models.TextField(blank=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "sha256"], name="article_text_once"),
            models.UniqueConstraint(
                fields=["supersedes"], name="article_superseded_once", condition=Q(withdrawn_at__isnull=True)
            ),
            models.CheckConstraint(condition=~Q(supersedes=F("id")), name="article_supersedes_another"),
            models.CheckConstraint(
                condition=Q(length__gt=0) & Q(length__lte=MAX_CHARACTERS), name="article_is_of_a_length"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="article_has_a_title"),
            models.CheckConstraint(condition=IsNfc(F("text")), name="article_text_is_nfc"),
            models.CheckConstraint(condition=Q(sha256=Sha256OfText(F("text"))), name="article_sha256_is_the_texts"),
            models.CheckConstraint(
                condition=Q(source_sha256=Sha256OfBytes(F("source"))), name="article_source_sha256_is_the_sources"
            ),
        ]
        indexes = [
            models.Index(fields=["project", "source_sha256"], name="article_by_source"),
            models.Index(fields=["project", "created_at", "id"], name="article_by_age"),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="text_never_changes",
                fields=["project", "text", "inlines", "sha256", "source", "source_sha256"],
            ),
            pgtrigger.Trigger(
                name="supersedes_in_its_project",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("supersedes_id"),
                condition=pgtrigger.Q(new__supersedes__isnull=False),
                func="""
                    IF NOT EXISTS (
                        SELECT 1 FROM annotate_article WHERE id = NEW.supersedes_id AND project_id = NEW.project_id
                    ) THEN
                        RAISE EXCEPTION 'an article supersedes one of its project' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="tells_whom_it_supersedes",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("supersedes_id", "withdrawn_at"),
                condition=pgtrigger.Q(new__supersedes__isnull=False),
                func="""
                    UPDATE annotate_article AS older SET superseded = EXISTS (
                        SELECT 1 FROM annotate_article newer
                        WHERE newer.supersedes_id = older.id AND newer.withdrawn_at IS NULL
                    ) WHERE older.id = NEW.supersedes_id;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title


class BlockKind(models.TextChoices):
    """What a stretch of an article is. Keys as `annotate.text.blocks` finds them."""

    TITLE = "title", _("title")
    STANDFIRST = "standfirst", _("standfirst")
    HEADING = "heading", _("heading")
    PARAGRAPH = "paragraph", _("paragraph")
    QUOTATION = "quotation", _("quotation")
    PULL_QUOTE = "pull-quote", _("pull quote")
    CAPTION = "caption", _("caption")
    CROSS_LINK = "cross-link", _("cross-link")
    BYLINE = "byline", _("byline")
    AUTHOR_NOTE = "author-note", _("author note")
    DISCLAIMER = "disclaimer", _("disclaimer")
    SOURCE = "source", _("source")
    TEASER = "teaser", _("teaser")


class Block(models.Model):
    """A stretch `[start, end)` of an article, in code points. Its borders are frozen; its kind a lead may correct."""

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="blocks")
    number = models.PositiveIntegerField(help_text="From 0, in the order of the text.")
    start = models.IntegerField()
    end = models.IntegerField()
    kind = models.CharField(max_length=12, choices=BlockKind)

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="block_number_once"),
            models.CheckConstraint(condition=Q(start__gte=0) & Q(end__gt=F("start")), name="block_is_not_empty"),
            models.CheckConstraint(condition=Q(kind__in=BlockKind.values), name="block_kind_is_one"),
        ]
        triggers = [pgtrigger.ReadOnly(name="borders_never_change", fields=["article", "number", "start", "end"])]


class Reading(models.Model):
    """The sentences and words of an article, as code-point borders: found from its text, dropped at any time."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="reading")
    rules = models.PositiveSmallIntegerField(help_text="The version of the rules that found them.")
    sentences = ArrayField(models.IntegerField(), help_text="start, end, start, end, …")
    words = ArrayField(models.IntegerField(), help_text="start, end, start, end, …")
