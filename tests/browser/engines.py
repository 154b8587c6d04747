"""
Firefox and WebKit, driven by their own protocols with nothing but the standard library.

Firefox speaks Marionette: JSON with its length in front, over a socket. WebKit has a driver that speaks the W3C's
WebDriver: JSON over HTTP. Both know the same commands, of which the tests need five.
"""

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Protocol

FIREFOX, WEBKIT = "firefox-esr", "WebKitWebDriver"
_BROWSERS_OF_WEBKIT = tuple(Path("/usr/lib").glob("*/webkit2gtk-4.*/MiniBrowser"))
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
_LONGEST = 180
"""Seconds that a browser gets for anything."""
_LISTENING = "Listening on port "
_PREFERENCES = {
    "marionette.port": 0,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
    "browser.download.always_ask_before_handling_new_types": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.reportingpolicy.firstRun": False,
}
_WAIT = """
const done = arguments[arguments.length - 1];
const look = () => { if (%s) done(true); else setTimeout(look, 100); };
look();
"""


class Engine(Protocol):
    """A browser with one page."""

    def go(self, address: str) -> None:
        """Open an address."""

    def run(self, script: str) -> object:
        """What a script returns."""

    def wait(self, condition: str) -> None:
        """Wait until an expression in JavaScript is true."""

    def upload(self, selector: str, file: Path) -> None:
        """Choose a file in a field."""


@contextmanager
def firefox(folder: Path) -> Iterator[Engine]:
    """Start a Firefox without windows, with a profile in a folder."""
    profile = folder / "profile"
    profile.mkdir()
    preferences = _PREFERENCES | {"browser.download.dir": str(folder)}
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items())
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [FIREFOX, "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    environment = os.environ | {"HOME": str(folder), "MOZ_HEADLESS": "1"}
    with _started(command, environment, stderr=subprocess.STDOUT, stdout=subprocess.PIPE, text=True) as process:
        said = (line for line in process.stdout or () if _LISTENING in line)
        port = int(next(said).split(_LISTENING)[1])
        with socket.create_connection(("127.0.0.1", port), timeout=_LONGEST) as connection:
            yield _Marionette(connection)


@contextmanager
def webkit(folder: Path) -> Iterator[Engine]:
    """Start a WebKit on a screen that nobody sees."""
    with ExitStack() as running:
        screen = running.enter_context(
            _started(
                ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"],
                os.environ,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        )
        assert screen.stdout is not None
        environment = os.environ | {"DISPLAY": f":{screen.stdout.readline().strip()}", "HOME": str(folder)}
        environment |= {"WEBKIT_DISABLE_COMPOSITING_MODE": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        running.enter_context(_started([WEBKIT, f"--port={port}"], environment, stderr=subprocess.DEVNULL))
        engine = _WebDriver(port)
        running.callback(engine.close)
        yield engine


@contextmanager
def _started(command: list[str], environment: Mapping[str, str], **options: object) -> Iterator[subprocess.Popen]:
    process = subprocess.Popen(command, env=dict(environment), **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


class _Marionette:
    """A Firefox, by its own protocol."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection, self.asked = connection, 0
        self.read()
        self.ask("WebDriver:NewSession", {})
        self.ask("WebDriver:SetTimeouts", {"script": _LONGEST * 1000})

    def read(self) -> object:
        length = b""
        while (byte := self.connection.recv(1)) != b":":
            length += byte
        content = b""
        while len(content) < int(length):
            content += self.connection.recv(int(length) - len(content))
        return json.loads(content)

    def ask(self, name: str, values: Mapping[str, object]) -> object:
        self.asked += 1
        message = json.dumps([0, self.asked, name, values]).encode()
        self.connection.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self.read()
        assert error is None, error
        return result["value"] if isinstance(result, dict) and "value" in result else result

    def go(self, address: str) -> None:
        self.ask("WebDriver:Navigate", {"url": address})

    def run(self, script: str) -> object:
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": []})

    def wait(self, condition: str) -> None:
        self.ask("WebDriver:ExecuteAsyncScript", {"script": _WAIT % condition, "args": []})

    def upload(self, selector: str, file: Path) -> None:
        found = self.ask("WebDriver:FindElement", {"using": "css selector", "value": selector})
        self.ask("WebDriver:ElementSendKeys", {"id": found[_ELEMENT], "text": str(file)})


class _WebDriver:
    """A WebKit, by the W3C's protocol."""

    def __init__(self, port: int) -> None:
        self.port, self.session = port, ""
        options = {"webkitgtk:browserOptions": {"binary": str(_BROWSERS_OF_WEBKIT[-1]), "args": ["--automation"]}}
        self.await_driver()
        started = self.ask("POST", "", {"capabilities": {"alwaysMatch": options}})
        self.session = f"/{started['sessionId']}"
        self.ask("POST", "/timeouts", {"script": _LONGEST * 1000, "pageLoad": _LONGEST * 1000})

    def await_driver(self) -> None:
        """Wait until the driver answers; it says nowhere that it is ready."""
        until = time.monotonic() + _LONGEST
        while True:
            try:
                with socket.create_connection(("127.0.0.1", self.port)):
                    return
            except OSError:
                assert time.monotonic() < until, "the driver of WebKit does not answer"
                time.sleep(0.02)

    def ask(self, method: str, path: str, values: Mapping[str, object] | None = None) -> object:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_LONGEST)
        body = None if values is None else json.dumps(values)
        connection.request(method, f"/session{self.session}{path}", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = json.loads(answer.read())
        connection.close()
        assert answer.status == 200, content
        return content["value"]

    def close(self) -> None:
        self.ask("DELETE", "")

    def go(self, address: str) -> None:
        self.ask("POST", "/url", {"url": address})

    def run(self, script: str) -> object:
        return self.ask("POST", "/execute/sync", {"script": script, "args": []})

    def wait(self, condition: str) -> None:
        self.ask("POST", "/execute/async", {"script": _WAIT % condition, "args": []})

    def upload(self, selector: str, file: Path) -> None:
        found = self.ask("POST", "/element", {"using": "css selector", "value": selector})
        self.ask("POST", f"/element/{found[_ELEMENT]}/value", {"text": str(file), "value": list(str(file))})
