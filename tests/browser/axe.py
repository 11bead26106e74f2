"""axe-core in the page: what it has against a state of it, in sentences.

axe-core (MPL-2.0) comes with axe-playwright-python. Every rule that is on runs, and with them the size of targets,
which WCAG 2.2 AA asks for and axe leaves off; none is switched off.
"""

from __future__ import annotations

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands now, a line for each element; none where nothing is."""
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))} {node['html'][:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


def assert_accessible(page: Page, state: str) -> None:
    """Nothing is wrong; `state` says what the page shows."""
    wrong = violations(page)
    assert not wrong, f"{len(wrong)} violations in “{state}” at {page.url}:\n" + "\n".join(wrong)
