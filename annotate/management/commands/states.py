"""`manage.py states`: the states of an assignment and who takes which step, as docs/states.md has them."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from annotate.assignment.states import STEPS, State
from annotate.management.deeds import DEEDS, who_may

HEAD = """# The states of an assignment

Written by `manage.py states > docs/states.md` from `annotate/assignment/states.py`; a test compares. The database
refuses every other step.
"""

WHO = """
## Who may do what

Of an article of an independent project, by the state of one analyst's work on it; the reviewer and the lead have no
work of their own there. Asked of the rules (`annotate/management/deeds.py`); a test tries every cell.
"""


class Command(BaseCommand):
    """Prints the page."""

    help = "Print the states of an assignment and who may take which step, in Markdown."
    requires_system_checks = []

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(drawn(), ending="")


def drawn() -> str:
    """The diagram and the table."""
    arrows = "\n".join(f"    {name(one.source)} --> {name(one.target)}: {one.action}" for one in STEPS)
    rows = "\n".join(f"| {one.source} | {one.target} | `{one.action}` | {one.who} |" for one in STEPS)
    return (
        f"{HEAD}\n```mermaid\nstateDiagram-v2\n    [*] --> {name(State.ASSIGNED)}: assign_article\n"
        f"    [*] --> {name(State.OPEN)}: begin_work\n{arrows}\n```\n\n"
        f"| from | to | action | who |\n|---|---|---|---|\n"
        f"| | {State.ASSIGNED} | `assign_article` | a lead; or who takes it from a queue |\n"
        f"| | {State.OPEN} | `begin_work` | in a shared project, whoever marks first |\n{rows}\n{WHO}\n{permissions()}"
    )


def permissions() -> str:
    """Who may do what in which state, as the rules say when they are asked."""
    head = "| |" + "".join(f" {state} |" for state in State)
    rule = "|---|" + "---|" * len(State)
    rows = ("| " + " | ".join([deed, *(who_may(deed, state) for state in State)]) + " |" for deed in DEEDS)
    return "\n".join([head, rule, *rows]) + "\n"


def name(state: State) -> str:
    """A state as the diagram can name it."""
    return state.value.replace("-", "_")
