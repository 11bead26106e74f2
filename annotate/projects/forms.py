"""Text from outside -> names, roles, passwords."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm, SetPasswordForm
from django.utils.translation import gettext_lazy as _

from annotate.projects.models import LONGEST_PROJECT_REASON, SLUG, TOLERANCES, Mode, Project, Role, User


class SignInForm(AuthenticationForm):
    """Django's, with our words."""

    error_messages = {
        "invalid_login": _("This name and password do not go together. Mind capitals."),
        "inactive": _("This account is closed."),
    }


class PasswordForm(SetPasswordForm):  # type: ignore[type-arg]  # cannot be subscripted at run time
    """A new password, typed twice, and the present one unless it was a one-time password just used to sign in."""

    old_password = forms.CharField(
        label=_("Present password"), strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )
    field_order = ["old_password", "new_password1", "new_password2"]

    def __init__(self, user: User, *args: Any, **options: Any) -> None:
        super().__init__(user, *args, **options)
        if user.one_time_password:
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        old: str = self.cleaned_data["old_password"]
        if not self.user.check_password(old):
            raise forms.ValidationError(_("This is not your present password."))
        return old


class MemberForm(forms.Form):
    """Somebody to let in."""

    username = forms.CharField(
        label=_("User name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class ProjectForm(forms.Form):
    """A new project."""

    name = forms.CharField(label=_("Name"), max_length=200)
    slug = forms.RegexField(
        SLUG, label=_("Short name"), max_length=60, help_text=_("Part of its address: small letters, digits, hyphens."),
        error_messages={"invalid": _("Small letters, digits and single hyphens only.")},
    )  # fmt: skip
    mode = forms.ChoiceField(
        label=_("People see each other's spans"),
        choices=[
            (Mode.SHARED, _("while they work (shared)")),
            (Mode.INDEPENDENT, _("after the article is settled (independent)")),
        ],
        widget=forms.RadioSelect,
        initial=Mode.SHARED,
    )


class SettingsForm(forms.Form):
    """A project's name and mode, and how its spans are settled."""

    name = forms.CharField(label=_("Name"), max_length=200)
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices)
    tolerance = forms.ChoiceField(
        label=_("In review, extents count as the same that differ only in"), choices=TOLERANCES
    )
    reasons = forms.CharField(
        label=_("Reasons of this project"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line. Reviewers can choose one of them when they decide, or write another."),
    )  # fmt: skip

    @staticmethod
    def initial_for(project: Project) -> dict[str, Any]:
        """What the form shows first."""
        return {
            "name": project.name, "mode": project.mode, "tolerance": project.tolerance,
            "reasons": "\n".join(project.reasons),
        }  # fmt: skip

    def clean_reasons(self) -> list[str]:
        """The reasons, each once, in their order."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["reasons"].splitlines())
        reasons = list(dict.fromkeys(line for line in lines if line))
        if any(len(reason) > LONGEST_PROJECT_REASON for reason in reasons):
            raise forms.ValidationError(
                _("A reason has at most %(most)s characters.") % {"most": LONGEST_PROJECT_REASON}
            )
        return reasons


class AccountForm(forms.Form):
    """How a person is called, and how pages look to them."""

    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    initials = forms.CharField(
        label=_("Initials"), max_length=4, required=False, help_text=_("Stand beside your spans.")
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("as the browser asks")), *settings.LANGUAGES],
        required=False,
    )
    theme = forms.ChoiceField(
        label=_("Theme"),
        choices=[("auto", _("as the device")), ("light", _("light")), ("dark", _("dark"))],
        required=False,
    )

    @staticmethod
    def initial_for(user: User) -> dict[str, Any]:
        """What the form shows first."""
        return {
            "name": user.name, "initials": user.initials, "language": user.language,
            "theme": user.preferences.get("theme", "auto"),
        }  # fmt: skip


class LookForm(forms.Form):
    """How the text of an article is set. The stylesheet knows these words: `html[data-text-size=…]`."""

    text_size = forms.ChoiceField(
        label=_("Size of the text"),
        choices=[("small", _("small")), ("normal", _("normal")), ("large", _("large")), ("largest", _("largest"))],
        widget=forms.RadioSelect,
    )
    measure = forms.ChoiceField(
        label=_("Length of lines"),
        choices=[("narrow", _("short")), ("normal", _("normal")), ("wide", _("long"))],
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, user: User) -> LookForm:
        """With what the person chose."""
        return cls(initial={name: user.preferences.get(name, "normal") for name in cls.base_fields})


class TokenForm(forms.Form):
    """A name for a key."""

    name = forms.CharField(label=_("What it is for"), max_length=80, required=False)
