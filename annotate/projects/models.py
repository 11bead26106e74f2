"""People, their tokens, projects, memberships."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from annotate.agreement.tolerance import Tolerance
from annotate.database.columns import IdField

RESERVED = ("all", "gold")
"""Names of sets, so no person's."""

USERNAME = r"^[A-Za-z0-9_][A-Za-z0-9_.@+-]*$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"


class UserManager(BaseUserManager["User"]):
    """Makes accounts for commands and tests; pages go through `projects.actions`."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> User:
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: object) -> User:
        return self.create_user(username, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account."""

    id = IdField()
    username = models.CharField(
        _("user name"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(USERNAME, _("Letters, digits and _ . @ + - only."))],
    )
    name = models.CharField(_("name"), max_length=120, blank=True)
    initials = models.CharField(_("initials"), max_length=4, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    preferences = models.JSONField(default=dict, blank=True)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    one_time_password = models.BooleanField(_("must choose a new password"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_name_once"),
            models.CheckConstraint(
                condition=Q(username__regex=USERNAME) & ~Q(username__in=RESERVED), name="user_name_can_be_said"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def short(self) -> str:
        """Up to three letters that stand for the person beside a span."""
        if self.initials:
            return self.initials
        words = (self.name or self.username).replace(".", " ").replace("-", " ").split()
        return "".join(word[0] for word in words[:3]).upper() if len(words) > 1 else words[0][:2].upper()


class ApiToken(models.Model):
    """A person's key for the API. Only its SHA-256 is kept."""

    id = IdField()
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)


class Mode(models.TextChoices):
    """Whether the people of a project see each other's spans while they work."""

    SHARED = "shared", _("shared")
    INDEPENDENT = "independent", _("independent")


class Role(models.TextChoices):
    """What a member may do; each later one may all of the earlier."""

    ANALYST = "analyst", _("analyst")
    REVIEWER = "reviewer", _("reviewer")
    LEAD = "lead", _("lead")

    def reaches(self, other: Role) -> bool:
        """Whether this role may do what `other` may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


TOLERANCES = [
    (Tolerance.NOTHING.value, _("nothing: extents are the same or they are not")),
    (Tolerance.WHITE_SPACE.value, _("white space")),
    (Tolerance.PUNCTUATION.value, _("white space and punctuation")),
    (Tolerance.DETERMINER.value, _("white space, punctuation, an article or demonstrative at the start")),
]
"""What may differ between extents that count as the same in review, in words."""

LONGEST_PROJECT_REASON = 200


class Project(models.Model):
    """One study: articles, a codebook, members."""

    id = IdField()
    slug = models.CharField(
        _("short name"),
        max_length=60,
        unique=True,
        validators=[RegexValidator(SLUG, _("Small letters, digits and single hyphens only."))],
    )
    name = models.CharField(_("name"), max_length=200)
    mode = models.CharField(_("mode"), max_length=12, choices=Mode, default=Mode.SHARED)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    tolerance = models.CharField(
        _("tolerance"), max_length=11, choices=TOLERANCES, default=Tolerance.PUNCTUATION.value,
        help_text=_("What may differ between extents that count as the same in review."),
    )  # fmt: skip
    reasons = ArrayField(
        models.CharField(max_length=LONGEST_PROJECT_REASON), default=list, blank=True,
        help_text=_("The project's own reasons, offered to reviewers."),
    )  # fmt: skip

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tolerance__in=[name for name, _said in TOLERANCES]), name="project_tolerance_is_one"
            ),
            models.CheckConstraint(condition=Q(slug__regex=SLUG), name="project_slug_can_be_an_address"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="project_mode_is_one"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="mode_is_fixed_after_the_first_span",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("mode"),
                condition=pgtrigger.Q(old__mode__df=pgtrigger.F("new__mode")),
                func="""
                    IF EXISTS (
                        SELECT 1 FROM annotate_span s JOIN annotate_article a ON a.id = s.article_id
                        WHERE a.project_id = NEW.id
                    ) OR EXISTS (
                        SELECT 1 FROM annotate_answer r JOIN annotate_assignment w ON w.id = r.assignment_id
                        JOIN annotate_article a ON a.id = w.article_id WHERE a.project_id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'the mode is fixed after the first span' USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self) -> MembershipQuerySet:
        """Of people who still belong."""
        return self.filter(ended_at=None)


class Membership(models.Model):
    """One person in one project, in one role; it ends, it is not deleted."""

    id = IdField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="membership_once"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_is_one"),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_role_display()})"
