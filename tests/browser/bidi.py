"""Firefox, driven over WebDriver BiDi (W3C): its own WebSocket, so there is no driver beside it to install."""

from __future__ import annotations

import json
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from websockets.sync.client import ClientConnection, connect

PATIENCE = 10
"""Seconds until what is waited for must have come."""

STARTS_WITHIN = 40
"""Seconds until a Firefox on a busy machine listens."""

QUIET = {
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.safebrowsing.update.enabled": False,
    "browser.search.update": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.enabled": False,
}
"""Nothing of the browser's own goes out to a network."""

KEYS = {"Shift": "\ue008", "Escape": "\ue00c", "ArrowLeft": "\ue012", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}


@dataclass
class Tab:
    """A tab of a running Firefox; `complaints` holds its console errors and warnings."""

    socket: ClientConnection
    context: str = ""
    complaints: list[str] = field(default_factory=list)
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """One command and its result. RuntimeError with the browser's words where it fails."""
        number = next(self._numbers)
        self.socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self.socket.recv(timeout=30))
            if said.get("id") == number:
                if said["type"] == "error":
                    raise RuntimeError(f"{method}: {said['message']}")
                return dict(said["result"])
            if said.get("method") == "log.entryAdded" and said["params"]["level"] in {"error", "warn"}:
                self.complaints.append(str(said["params"]["text"]))

    def go(self, address: str) -> None:
        """Open an address and wait until it is loaded."""
        self.send("browsingContext.navigate", context=self.context, url=address, wait="complete")

    def run(self, expression: str) -> Any:
        """What a JavaScript expression gives, awaited; it has to be something JSON can say."""
        found = self.send(
            "script.evaluate", expression=f"(async () => JSON.stringify((await ({expression})) ?? null))()",
            target={"context": self.context}, awaitPromise=True, userActivation=True,
        )  # fmt: skip
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def wait_for(self, expression: str, wanted: object) -> None:
        """Wait until an expression gives what is wanted."""
        until = time.monotonic() + PATIENCE
        while (found := self.run(expression)) != wanted:
            assert time.monotonic() < until, f"{expression} stays {found!r}, not {wanted!r}"
            time.sleep(0.05)

    def press(self, *keys: str) -> None:
        """Keys held down together, then let go."""
        values = [KEYS.get(key, key) for key in keys]
        down = [{"type": "keyDown", "value": value} for value in values]
        up = [{"type": "keyUp", "value": value} for value in reversed(values)]
        self._act({"type": "key", "id": "keyboard", "actions": [*down, *up]})

    def drag(self, begin: tuple[float, float], end: tuple[float, float]) -> None:
        """The left button from one place in the window to another."""
        self._point([self._move(*begin), self._button("Down"), self._move(*end), self._button("Up")])

    def click(self, x: float, y: float, times: int = 1) -> None:
        """The left button so many times at a place in the window."""
        self._point([self._move(x, y), *[self._button(way) for _ in range(times) for way in ("Down", "Up")]])

    def picture(self, selector: str = "body") -> str:
        """What is seen in the window of an element's box, as a PNG in base64."""
        box = self.run(f"document.querySelector({json.dumps(selector)}).getBoundingClientRect().toJSON()")
        clip = {"type": "box", **{name: box[name] for name in ("x", "y", "width", "height")}}
        return str(self.send("browsingContext.captureScreenshot", context=self.context, clip=clip)["data"])

    def _move(self, x: float, y: float) -> dict[str, object]:
        return {"type": "pointerMove", "x": round(x), "y": round(y), "duration": 60}

    def _button(self, way: str) -> dict[str, object]:
        return {"type": f"pointer{way}", "button": 0}

    def _point(self, actions: list[dict[str, object]]) -> None:
        self._act({"type": "pointer", "id": "mouse", "parameters": {"pointerType": "mouse"}, "actions": actions})

    def _act(self, source: dict[str, object]) -> None:
        self.send("input.performActions", context=self.context, actions=[source])
        self.send("input.releaseActions", context=self.context)


@contextmanager
def firefox(path: str, home: Path) -> Iterator[Tab]:
    """A headless Firefox with a fresh profile in `home`, and a tab of it."""
    profile = home / "profile"
    profile.mkdir()
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in QUIET.items())
    (profile / "user.js").write_text("".join(lines))
    said = home / "said"
    with said.open("w") as output:
        command = [path, "--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0"]
        process = subprocess.Popen(
            command, stdout=output, stderr=subprocess.STDOUT, env={"HOME": str(home), "LANG": "C.UTF-8"}
        )
    try:
        with connect(f"{_address(said, process)}/session", max_size=None) as socket:
            tab = Tab(socket)
            tab.send("session.new", capabilities={})
            tab.send("session.subscribe", events=["log.entryAdded"])
            tab.context = tab.send("browsingContext.getTree")["contexts"][0]["context"]
            tab.send("browsingContext.setViewport", context=tab.context, viewport={"width": 1400, "height": 900})
            yield tab
    finally:
        process.terminate()
        process.wait(20)


def _address(said: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < until and process.poll() is None:
        if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", said.read_text()):
            return found[1]
        time.sleep(0.1)
    raise RuntimeError(f"Firefox did not start: {said.read_text()[-500:]}")
