"""The pictures of the README, from a demo that is made for them: `python -m tests.browser.pictures` takes them anew.

The same program gives the same pictures, but for the fonts of the machine.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.desk import Reader
from tests.chromium import arguments, find_chromium
from tests.run.installation import ROOT, Installation

FOLDER = ROOT / "docs" / "pictures"
SCHEMES = {"desk.png": "light", "desk-dark.png": "dark"}
SIZE = {"width": 1280, "height": 760}

READER, PROJECT, ARTICLE = "ana", "Four op-eds", "An island is not a backdrop"
CHOSEN = "let out, room by room"
"""The words of the span in focus: framing, inside a claim."""


def main() -> None:
    """Make a demo, open its desk in both schemes, take the pictures, leave nothing else."""
    chromium = find_chromium()
    if chromium is None:
        sys.exit("There is no Chromium here to take pictures with.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        Path(folder).chmod(0o755)
        made = Installation(Path(folder) / "demo")
        done = made.run("demo", "--no-serve")
        if done.returncode:
            sys.exit(done.stderr)
        password = (made.data / "demo_password").read_text()
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments())
        with made.serving() as running:
            for name, scheme in SCHEMES.items():
                take(browser, f"http://127.0.0.1:{running.port}", password, scheme, FOLDER / name)
        browser.close()
        made.remove()


def take(browser: Browser, address: str, password: str, scheme: str, path: Path) -> None:
    """One picture of the desk."""
    page = browser.new_context(base_url=address, viewport=SIZE, color_scheme=scheme).new_page()  # type: ignore[arg-type]
    page.goto("/sign-in/")
    page.fill("input[name=username]", READER)
    page.fill("input[name=password]", password)
    page.keyboard.press("Enter")
    page.get_by_role("link", name=PROJECT).click()
    page.get_by_role("link", name=ARTICLE, exact=True).click()
    reader = Reader(page)
    reader.ready()
    reader.click_on(CHOSEN)
    expect(page.locator("#pane-span blockquote")).to_contain_text(CHOSEN)
    page.mouse.move(5, SIZE["height"] - 5)
    page.screenshot(path=path, animations="disabled", caret="hide")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
