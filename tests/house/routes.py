"""Every address of the house, and what of Ana's it shows to those who may see her work. A new address belongs here.

What may tell of Ana, by the words that the tables use:
  note      what she wrote about her span
  id        her span's id
  comment   what she said in its thread
  answer    what she answered to a question about the article
  decision  a reviewer's reason for what became of it
  name      her user name, name or initials
How much she did is told by none of these: it is what `test_blindness` compares answers for, byte by byte.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver

from annotate.projects.models import Role
from tests.api.conftest import operations

ANALYST, REVIEWER, LEAD = Role.ANALYST, Role.REVIEWER, Role.LEAD


class Route(NamedTuple):
    """One way to ask at one address.

    `shows` is for whoever may see Ana's set at that time, from the role `shown_to` up; `knows`, for whoever may know
    the members, blind or not, says her name alone. Nobody else receives anything. Below `at_least` it is refused.
    """

    name: str
    method: str = "GET"
    shows: str = ""
    knows: bool = False
    at_least: Role = ANALYST
    shown_to: Role = ANALYST
    part: bool = False  # htmx is answered with a part of the page
    decided: bool = False  # of decisions alone, so nothing before the first
    settled: bool = False  # of settled articles alone
    body: Any = None

    @property
    def reads(self) -> bool:
        """Whether it is asked for what it shows, and changes nothing."""
        return self.method == "GET"


PAGES = (
    Route("assignment:articles", knows=True, part=True),
    Route("assignment:next"),
    Route("codebook:codebook"),
    Route("codebook:colors"),
    Route("codebook:add_attribute", at_least=LEAD),
    Route(
        "codebook:add_attribute",
        "POST",
        at_least=LEAD,
        body={"key": "taken-over", "name": "Taken over", "kind": "flag"},
    ),
    Route("codebook:add_question", at_least=LEAD),
    Route(
        "codebook:add_question", "POST", at_least=LEAD, body={"key": "taken-over", "name": "Taken over", "kind": "text"}
    ),
    Route("codebook:add_label", "POST", at_least=LEAD, body={"key": "taken-over", "name": "Taken over"}),
    Route("codebook:change_attribute", at_least=LEAD),
    Route("codebook:change_attribute", "POST", at_least=LEAD, body={"name": "Taken over", "kind": "flag"}),
    Route("codebook:change_label", at_least=LEAD),
    Route("codebook:change_label", "POST", at_least=LEAD, body={"name": "Taken over"}),
    Route("codebook:change_question", at_least=LEAD),
    Route("codebook:change_question", "POST", at_least=LEAD, body={"name": "Taken over", "kind": "text"}),
    Route("codebook:drop_question", "POST", at_least=LEAD),
    Route("codebook:compare"),
    Route("codebook:copy", at_least=LEAD),
    Route("codebook:copy", "POST", at_least=LEAD),
    Route("codebook:discard", "POST", at_least=LEAD),
    Route("codebook:draft", at_least=LEAD),
    Route("codebook:draft_colors", at_least=LEAD),
    Route("codebook:find", body={"q": "claim"}, part=True),
    Route("codebook:guidelines", at_least=LEAD),
    Route("codebook:guidelines", "POST", at_least=LEAD, body={"text": "Taken over"}),
    Route("codebook:move_label", "POST", at_least=LEAD, body={"to": "down"}),
    Route("codebook:undo", "POST", at_least=LEAD),
    Route("codebook:version"),
    Route("codebook:versions"),
    Route("concord:agreement", shows="name", knows=True),
    Route("concord:count_articles", "POST"),
    Route("concord:count_gamma", "POST"),
    Route("concord:passages", shows="name", knows=True),
    Route("corpus:about"),
    Route("corpus:about", "POST", at_least=LEAD, body={"title": "Another title"}),
    Route("corpus:correct_kind", "POST", at_least=LEAD, body={"kind": "caption"}),
    Route("corpus:put_back_article", "POST", at_least=LEAD),
    Route("corpus:source"),
    Route("corpus:withdraw_article", "POST", at_least=LEAD, body={"reason": "by mistake"}),
    Route("curation:add_example", "POST", at_least=LEAD, body={"span": "{span_id}", "sort": "example"}),
    Route("curation:drop", at_least=LEAD),
    Route("curation:drop", "POST", at_least=LEAD),
    Route("curation:drop_attribute", "POST", at_least=LEAD),
    Route("curation:end_split", "POST", at_least=REVIEWER),
    Route("curation:go_on", "POST", at_least=REVIEWER),
    Route("curation:journal", shows="note id comment answer decision", shown_to=REVIEWER, knows=True, part=True),
    Route("curation:label", shows="note id name comment", at_least=REVIEWER),
    Route("curation:merge", at_least=LEAD),
    Route("curation:merge", "POST", at_least=LEAD, body={"into": "aside"}),
    Route("curation:move", at_least=LEAD),
    Route("curation:move", "POST", at_least=LEAD, body={"parent": ""}),
    Route("curation:publish", at_least=LEAD),
    Route("curation:publish", "POST", at_least=LEAD, body={"note": "Taken over"}),
    Route("curation:rename", at_least=LEAD),
    Route("curation:rename", "POST", at_least=LEAD, body={"name": "Taken over"}),
    Route("curation:retire", at_least=LEAD),
    Route("curation:retire", "POST", at_least=LEAD),
    Route("curation:revert", "POST"),
    Route("curation:sort", at_least=REVIEWER),
    Route("curation:sort", "POST", at_least=REVIEWER, body={"span": "{span_id}", "into": "claim"}),
    Route("curation:split", at_least=LEAD),
    Route("curation:split", "POST", at_least=LEAD, body={"key-0": "taken-over"}),
    Route("curation:take_back", "POST", at_least=LEAD),
    Route("export:download", shows="note id name answer", shown_to=REVIEWER),
    Route("export:page", shows="note id name", shown_to=REVIEWER, part=True),
    Route("intake:add", at_least=LEAD),
    Route("intake:correct", at_least=LEAD),
    Route("intake:correct", "POST", at_least=LEAD, body={"text": "A title\n\nOther words."}),
    Route("intake:paste", "POST", at_least=LEAD, body={"text": "A title\n\nSome words."}),
    Route("intake:upload", "POST", at_least=LEAD),
    Route("projects:add_member", "POST", at_least=LEAD, body={"username": "otto", "role": "lead"}),
    Route("projects:change_role", "POST", at_least=LEAD, body={"role": "lead"}),
    Route("projects:close_project", "POST", at_least=LEAD),
    Route("projects:end_membership", "POST", at_least=LEAD),
    Route("projects:members", knows=True),
    Route("projects:reopen_project", "POST", at_least=LEAD),
    Route("projects:settings", at_least=LEAD),
    Route(
        "projects:settings",
        "POST",
        at_least=LEAD,
        body={"name": "Taken over", "mode": "shared", "tolerance": "nothing"},
    ),
    Route("review:article", shows="note id name comment answer decision", at_least=REVIEWER),
    Route("review:changes", shows="note id name comment answer decision", at_least=REVIEWER),
    Route("review:comment", "POST", at_least=REVIEWER, body={"span": "{span_id}", "text": "Is it?"}),
    Route(
        "review:decide_answer",
        "POST",
        at_least=REVIEWER,
        body={"question": "remark", "standing": "0", "how": "take:{answer_id}"},
    ),
    Route("review:decide", "POST", at_least=REVIEWER, body={"spans": "{span_id}", "how": "most"}),
    Route("review:decide_many", "POST", at_least=REVIEWER, body={"how": "agreed", "count": "1"}),
    Route("review:history", shows="decision", at_least=REVIEWER, settled=True),
    Route("review:index", at_least=REVIEWER),
    Route("review:outcomes", shows="id name answer decision", part=True, settled=True),
    Route("review:pin_decision", "POST", at_least=LEAD, body={"label": "claim"}),
    Route("review:reopen", "POST", at_least=REVIEWER),
    Route("review:return_work", "POST", at_least=REVIEWER, body={"analyst": "{username}", "reason": "again"}),
    Route("review:settle", "POST", at_least=REVIEWER),
    Route("review:undo", "POST", at_least=REVIEWER),
    Route("review:undo_decision", "POST", at_least=REVIEWER),
    Route("spans:add_span", "POST", body={"label": "claim", "extent": "0-3", "quote": "The"}),
    Route("review:compare"),
    Route("spans:add_comment", "POST", body={"text": "Is it?"}),
    Route("spans:add_link", "POST", body={"kind": "supports", "target": "span-{other_id}"}),
    Route("spans:answer_question", "POST", body={"value": "Not Ana’s words", "version": "0"}),
    Route("spans:assign", "POST", at_least=LEAD, body={"article": "{article_id}", "analyst": "ben"}),
    Route("spans:call_back", "POST", at_least=LEAD),
    Route("spans:change_comment", "POST", body={"text": "Not Ana’s words"}),
    Route("spans:change_round", "POST", at_least=LEAD, body={"name": "Taken over"}),
    Route("spans:change_span", "POST", body={"version": "1", "note": "not Ana’s words"}),
    Route("spans:changes", shows="id name"),
    Route("spans:close_round", "POST", at_least=LEAD),
    Route("spans:copy_spans", "POST", body={"span": "{span_id}"}),
    Route("spans:correction"),
    Route("spans:deal_round", "POST", at_least=LEAD),
    Route("spans:decline", "POST", body={"reason": "no time"}),
    Route("spans:delete_comment", "POST"),
    Route("spans:delete_link", "POST"),
    Route("spans:delete_span", "POST"),
    Route("spans:desk", shows="id name"),
    Route("spans:found", shows="id", body={"words": "claim"}),
    Route("spans:hand_in", "POST"),
    Route("spans:history", shows="note id name", part=True),
    Route("spans:links", shows="id name", part=True),
    Route("spans:live"),
    Route("spans:mentions", part=True),
    Route("spans:open_round", "POST", at_least=LEAD, body={"way": "dealt", "per_article": "1"}),
    Route("spans:quote"),
    Route("spans:quote", "POST", body={"block": "0", "quote": "The ferry", "label": "claim"}),
    Route("spans:reading"),
    Route("spans:redo", "POST"),
    Route("spans:restore_link", "POST"),
    Route("spans:restore_span", "POST"),
    Route("spans:round", knows=True),
    Route("spans:rounds", knows=True),
    Route("spans:span", shows="note id name comment", part=True),
    Route("spans:spans", shows="id name", part=True),
    Route("spans:spend", "POST", body={"seconds": "60"}),
    Route("spans:take_back", "POST"),
    Route("spans:take_next", "POST"),
    Route("spans:undo", "POST"),
)
"""The pages and parts of a project."""

STILL = {
    "codebook:add_attribute", "codebook:add_question", "codebook:change_attribute", "codebook:change_label",
    "codebook:change_question", "codebook:codebook", "codebook:colors", "codebook:compare", "codebook:copy",
    "codebook:draft", "codebook:draft_colors", "codebook:find", "codebook:guidelines", "codebook:version",
    "codebook:versions", "corpus:source", "curation:move", "curation:publish", "curation:rename", "curation:retire",
    "curation:sort", "curation:split", "export:download", "export:page", "intake:add", "intake:correct",
    "list_codebook_versions", "read_article", "spans:reading",
}  # fmt: skip
"""Routes that are the same in every phase, or that another stands for: read when the story is read thoroughly."""

NOT_OF_A_PROJECT = {
    "projects:index", "projects:sign_in", "projects:sign_out", "projects:password", "projects:account",
    "projects:create_token", "projects:revoke_token", "projects:look",
    "spans:fetched_ahead", "projects:healthz", "projects:readyz", "codebook:create_project",
    "api:openapi-json", "api:openapi-view", "api:api-root", ":nowhere",
}  # fmt: skip
"""Addresses that name no project: what they show is one's own, or nobody's."""

PLACE = {"start": 0, "end": 3, "quote": "The"}

API = (
    Route("add_comment", "POST", body={"text": "Is it?"}),
    Route("add_link", "POST", body={"kind": "supports", "source": "{span_id}", "target_span": "{other_id}"}),
    Route("add_member", "POST", at_least=LEAD, body={"username": "otto", "role": "lead"}),
    Route("add_span", "POST", body={"label": "claim", **PLACE}),
    Route("add_spans", "POST", body=[{"label": "claim", **PLACE}]),
    Route("assign_article", "POST", at_least=LEAD, body={"article": "{article_id}", "analyst": "ben"}),
    Route("change_comment", "PATCH", body={"text": "Not Ana’s words"}),
    Route("change_span", "PATCH", body={"version": 1, "note": "Not Ana’s words"}),
    Route("decide", "POST", at_least=REVIEWER, body={"spans": ["{span_id}"], "label": "claim", **PLACE}),
    Route("delete_comment", "DELETE"),
    Route("delete_link", "DELETE"),
    Route("delete_span", "DELETE"),
    Route("export_project", shows="note id name answer", at_least=REVIEWER),
    Route("hand_in", "POST"),
    Route("list_article_comments", shows="comment id name"),
    Route("list_article_links", shows="id name"),
    Route("list_articles"),
    Route("read_clusters", shows="note id name decision", at_least=REVIEWER),
    Route("list_assignments", knows=True),
    Route("list_codebook_versions"),
    Route("list_decisions", shows="decision id", decided=True),
    Route("list_members", knows=True),
    Route("list_project_answers", shows="answer name"),
    Route("list_project_comments", shows="comment id name"),
    Route("list_project_links", shows="id name"),
    Route("list_spans", shows="note id name"),
    Route("read_agreement"),
    Route("read_article"),
    Route("read_project", knows=True),
    Route("read_span", shows="note id name"),
    Route("reopen_article", "POST", at_least=REVIEWER),
    Route("restore_link", "POST"),
    Route("restore_span", "POST"),
    Route("return_work", "POST", at_least=REVIEWER, body={"reason": "again"}),
    Route("settle_article", "POST", at_least=REVIEWER),
    Route("take_back", "POST"),
    Route("take_in_article", "POST", at_least=LEAD, body={"text": "A title\n\nSome words."}),
    Route("take_in_articles", "POST", at_least=LEAD, body='{"text": "A title\\n\\nSome words."}\n'),
    Route("undo_decision", "DELETE", at_least=REVIEWER),
)
"""The operations that name a project, or something of one, by their ids."""

API_NOT_OF_A_PROJECT = {"list_projects", "create_project"}

FILES = {
    ("jsonl", "all"): "note id name answer",
    ("jsonl", "gold"): "decision id answer",
    ("csv", "all"): "note id name",
    ("csv", "gold"): "",
    ("w3c", "all"): "note id name",
    ("w3c", "gold"): "decision",
    ("archive", "all"): "note id name comment answer decision",
}
"""What a file of each format, and set, holds of Ana's. Reviewers take it out; the archive leads alone, at the end."""

TABLES = (
    Route("answer", shows="answer name"),
    Route("answerdecision", shows="answer", decided=True),
    Route("assignment", knows=True),
    Route("comment", shows="comment id name"),
    Route("decidedspan"),
    Route("decision", shows="decision", decided=True),
    Route("journalline", shows="note id comment answer decision", shown_to=REVIEWER),
    Route("link", shows="id name"),
    Route("report"),
    Route("revision"),
    Route("span", shows="note id name"),
    Route("tally"),
)
"""The admin's tables of what people marked and decided: what the list and the rows' own pages show together."""

TEXTS = {"article", "block", "reading", "round"}
"""Its tables of what all members may read."""

STRUCTURE = {
    "accessattempt", "apitoken", "attribute", "codebookversion", "draft", "label", "membership", "project", "user",
}  # fmt: skip
"""Its tables that are open to all staff: people, projects and codebooks, and nothing that anybody marked."""

TABLE_PAGES = ("changelist", "add", "history", "delete", "change")
"""What Django makes of each table."""

ADMIN_PAGES = {
    "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "view_on_site",
    "app_list", "leads_on", "nowhere",
}  # fmt: skip
"""The admin's other pages, behind the same door."""


class Address(NamedTuple):
    """A pattern of the resolver, its parameters in braces, and its name with its namespace."""

    path: str
    name: str


def addresses(
    patterns: Iterable[URLPattern | URLResolver] | None = None, path: str = "/", space: str = ""
) -> Iterator[Address]:
    """Every address that the resolver knows. The admin's of a row, which has no name, leads on to its change page."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        here = path + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, here, pattern.namespace or space)
        else:
            nameless = "leads_on" if here.endswith("{object_id}/") else "nowhere"
            yield Address(here, f"{space}:{pattern.name or nameless}")


def admin_tables() -> dict[str, str]:
    """The admin's tables: the app of each."""
    return {str(model._meta.model_name): model._meta.app_label for model in admin.site._registry}


def path_of(route: Route) -> str:
    """The path of a page or an operation, its parameters in braces."""
    return _paths()[route.name]


@cache
def _paths() -> dict[str, str]:
    pages = {address.name: address.path for address in addresses()}
    return pages | {name: path for name, (_method, path) in operations().items()}
