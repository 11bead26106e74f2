"""axe-core in the page: what it has against a state of it, in sentences.

axe-core (MPL-2.0) comes with axe-playwright-python. Every rule that is on runs, and with them the size of targets,
which WCAG 2.2 AA asks for and axe leaves off; none is switched off.
"""

from __future__ import annotations

from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
OPTIONS = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


def violations(page: Page) -> list[str]:
    """What axe finds wrong with the page as it stands now, a line for each element; none where nothing is."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    found = page.evaluate("options => axe.run(document, options).then(found => found.violations)", OPTIONS)
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))} {' '.join(node['html'].split())[:160]}"
        for rule in found
        for node in rule["nodes"]
    ]


THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")

ARRIVE = """
    for (const change of document.getAnimations()) if (change instanceof CSSTransition) change.finish();
"""
"""A colour that is on its way from one theme to the other has no contrast of its own."""


class Looked:
    """The states of pages that were looked at, and what was wrong in them."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.wrong: list[str] = []

    def at(self, page: Page, state: str) -> None:
        """Look at the page in both themes; `state` says what it shows."""
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.evaluate(ARRIVE)
            self.states.append(f"{state} ({theme})")
            self.wrong += [f"{state} ({theme}): {line}" for line in violations(page)]

    def assert_clean(self, *, states: int) -> None:
        """Nothing was wrong, in at least so many states. They are listed for whoever runs with -s."""
        print(f"\n{len(self.states)} states, {len(self.wrong)} violations: {'; '.join(self.states)}")
        assert not self.wrong, f"{len(self.wrong)} violations:\n" + "\n".join(self.wrong)
        assert len(self.states) >= states
