"""The site under a real nginx with the configuration that we ship."""

import gzip
import http.client
import mimetypes
import re
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from open_comparisons.server.sites import Sites
from open_comparisons.site.policy import headers
from tests.deploy.server import PROJECT
from tests.hosting import headers_of

pytestmark = pytest.mark.slow
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
MAIN = """
daemon off;
worker_processes 1;
user root;
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    # What Debian's own nginx.conf sets before it includes a site.
    include /etc/nginx/mime.types;
    default_type application/octet-stream;
    sendfile on;
    gzip on;
    {temporary}
    include {folder}/site.conf;
}}
"""


class Host:
    """A server that answers on a port of this machine."""

    def __init__(self, port: int, base: Path) -> None:
        self.port, self.base = port, base

    def get(self, path: str, method: str = "GET", **sent: str) -> tuple[int, dict[str, str], bytes]:
        """Status, headers by their names in small letters, and content."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, headers=sent)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory, site: Path) -> Iterator[Host]:
    """Serve the example site from a server's folder."""
    if not NGINX:
        pytest.skip("NOT TESTED: nginx is missing; `python tests/install_tools.py nginx` installs it as root")
    folder = tmp_path_factory.mktemp("nginx")
    folder.chmod(0o755)
    sites = Sites(folder / "srv")
    sites.serve(sites.add(site, "0" * 40, 0, ()))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    shipped = (PROJECT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    changes = {
        "listen [::]:80;": "",
        "listen 80;": f"listen 127.0.0.1:{port};",
        "/srv/oppna-utfall/current": str(folder / "srv" / "current"),
        "/etc/nginx/snippets/nginx-headers.conf": str(PROJECT / "deploy" / "nginx-headers.conf"),
    }
    for old, new in changes.items():
        assert old in shipped
        shipped = shipped.replace(old, new)
    (folder / "site.conf").write_text(shipped, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, temporary=temporary), encoding="utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command) as server:
        while server.poll() is None:
            with socket.socket() as tried:
                if not tried.connect_ex(("127.0.0.1", port)):
                    break
        assert server.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
        yield Host(port, folder / "srv")
        server.terminate()


def test_every_kind_of_file_has_its_type_and_the_headers_of_the_policy(host: Host, site: Path) -> None:
    """One file of each suffix in each top folder: the same as other hosts are told in `_headers`."""
    seen: dict[tuple[str, str], str] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and not name.startswith((".", "_", "404.")):
            seen.setdefault((name.split("/")[0], path.suffix), name)
    for name in seen.values():
        status, sent, content = host.get(f"/{name}")
        assert status == 200, name
        assert content == (site / name).read_bytes(), name
        for header, value in {**headers(), **headers_of(site, f"/{name}".removesuffix("index.html"))}.items():
            assert sent[header.lower()] == value, (name, header)
        framed = name.startswith(("badda-in/", "en/embed/"))
        assert ("x-frame-options" in sent) != framed, name
        assert ("access-control-allow-origin" in sent) == name.startswith(("api/", "data/")), name
        kind = sent["content-type"].split(";")[0]
        guessed = mimetypes.guess_type(name)[0]
        own = (".pyz", ".pf_fragment", ".pf_index", ".pf_meta", ".pagefind", ".xml", ".parquet", ".gz", ".ttl", ".shex")
        assert kind == guessed or name.endswith(own), (name, kind, guessed)
        if kind.startswith("text/") or kind == "application/json":
            assert "charset=utf-8" in sent["content-type"], name


def test_text_is_sent_compressed_and_unchanged_files_are_not_sent_again(host: Host, site: Path) -> None:
    """Pages, styles, scripts and data; a browser that has a file asks whether it changed."""
    style = next(path.relative_to(site).as_posix() for path in site.glob("theme/*.css"))
    csv = next(path.relative_to(site).as_posix() for path in site.glob("data/*/*/observationer.csv"))
    for name in ("index.html", style, csv):
        _, sent, content = host.get(f"/{name}", **{"Accept-Encoding": "gzip"})
        assert sent["content-encoding"] == "gzip", name
        assert gzip.decompress(content) == (site / name).read_bytes()
        assert sent["cache-control"] == "no-cache", name
        status, _, content = host.get(f"/{name}", **{"If-None-Match": sent["etag"], "Accept-Encoding": "gzip"})
        assert (status, content) == (304, b"")


def test_what_has_a_hash_in_its_name_is_kept_for_good_and_nothing_else(host: Host, site: Path) -> None:
    """A name with a hash is of one content for ever, also when a site is rolled back."""
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name.startswith(("theme/", "pagefind/")):
            _, sent, _ = host.get(f"/{name}", "HEAD")
            hashed = bool(re.search(r"^theme/.*-[0-9a-f]{10}[./]|^pagefind/(fragment|index)/", name))
            assert ("immutable" in sent["cache-control"]) == hashed, name


def test_addresses_are_those_of_the_site(host: Host) -> None:
    """A folder without its slash leads to its page; files for other hosts, and what is not there, are not found."""
    status, sent, _ = host.get("/metod")
    assert (status, sent["location"]) == (301, "/metod/")
    assert host.get("/metod/")[0] == 200
    for path in ("/finns-inte/", "/_headers", "/.htaccess", "/../record.json", "/data"):
        status, sent, content = host.get(path)
        assert status == (301 if path == "/data" else 400 if ".." in path else 404), path
        if status == 404:
            assert "Sidan finns inte" in content.decode()
            assert sent["content-security-policy"] == headers()["Content-Security-Policy"]
    assert "server" not in host.get("/")[1] or not re.search(r"\d", host.get("/")[1]["server"])
    assert host.get("/", "POST")[0] == 405


def test_a_switch_gives_no_reader_an_error_or_a_mix(host: Host, tmp_path: Path) -> None:
    """A hundred switches while four readers fetch: each answer is a whole file of the one site or the other."""
    sites = Sites(host.base)
    first = sites.current()
    both = []
    for word in ("old", "new"):
        (tmp_path / word / "data").mkdir(parents=True)
        for name in ("index.html", "data/x.csv"):
            (tmp_path / word / name).write_text(f"{word} " * 40_000, encoding="utf-8")
        both.append(sites.add(tmp_path / word, word * 20, 0, ()))
    sites.serve(both[0])
    allowed = {(tmp_path / word / "index.html").read_bytes() for word in ("old", "new")}
    wrong, seen, done = [], set(), threading.Event()

    def read() -> None:
        while not done.is_set():
            for path in ("/", "/data/x.csv"):
                status, _, content = host.get(path)
                seen.add(content[:3])
                if status != 200 or content not in allowed:
                    wrong.append((path, status, len(content)))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    try:
        for number in range(100):
            sites.serve(both[number % 2])
            host.get("/")
    finally:
        done.set()
        for reader in readers:
            reader.join()
        sites.serve(first)
    assert not wrong, wrong[:5]
    assert seen == {b"old", b"new"}
