"""What browsers may do with the pages, and what hosts are asked to send."""

import re
from pathlib import Path

from open_comparisons.site.addresses import SECTIONS
from open_comparisons.site.policy import for_nginx, headers
from tests.hosting import headers_of
from tests.site.pages import pages


def test_no_policy_lets_a_page_run_text_as_a_program_or_reach_another_host(site: Path) -> None:
    """Neither the policy of a page nor that of a host names another host, inline code or evaluated text."""
    written = {policy_of(path) for path in [*pages(site), site / "404.html"]} | {headers()["Content-Security-Policy"]}
    for policy in written:
        assert policy.startswith("default-src 'none'")
        assert "unsafe-inline" not in policy
        assert not re.search(r"(?<!wasm-)unsafe-eval|https?:|\*|data:", policy)


def test_a_host_allows_what_each_page_allows(site: Path) -> None:
    """A browser keeps to both policies, so that what a page needs must be in what its host sends."""
    sent = directives(headers()["Content-Security-Policy"])
    for path in [*pages(site), site / "404.html"]:
        for name, values in directives(policy_of(path)).items():
            assert values <= sent[name], path


def test_no_page_but_the_tool_s_may_make_workers_and_none_but_search_s_compiles_programs(site: Path) -> None:
    """The tool has a policy of its own; that of every other page is as it was without it."""
    for path in pages(site):
        policy = directives(policy_of(path))
        place = f"{path.parent.relative_to(site).as_posix()}/"
        is_tool, is_search = (place in _places(section) for section in ("tool", "search"))
        assert ("worker-src" in policy) == is_tool, path
        assert policy["script-src"] == {"'self'", *(["'wasm-unsafe-eval'"] if is_tool or is_search else [])}, path
        assert policy["connect-src"] == {"'self'"}, path


def _places(section: str) -> set[str]:
    return {f"{place}/" for place in SECTIONS[section].values()}


def test_only_pages_made_for_it_can_be_framed_and_only_data_is_read_by_other_sites(site: Path) -> None:
    """Every page but the embedded ones refuses frames, by a rule that meets no other of its kind."""
    embedded = tuple(f"/{place}/" for place in SECTIONS["embed"].values())
    for path in [*pages(site), *site.rglob("*.csv")]:
        address = f"/{path.relative_to(site).as_posix()}".removesuffix("index.html")
        sent = headers_of(site, address)
        assert sent["X-Content-Type-Options"] == "nosniff"
        if path.suffix == ".html":
            assert ("X-Frame-Options" in sent) != address.startswith(embedded), address
        assert ("Access-Control-Allow-Origin" in sent) == address.startswith(("/data/", "/api/")), address


def test_every_host_sends_the_same(site: Path, project: Path) -> None:
    """The files for Apache and nginx have each header that `_headers` has; the one in docs is up to date."""
    nginx = (project / "deploy" / "nginx-headers.conf").read_text(encoding="utf-8")
    assert nginx == for_nginx()
    apache = (site / ".htaccess").read_text(encoding="utf-8")
    for name, value in {**headers(), **headers_of(site, "/data/x.csv"), **headers_of(site, "/")}.items():
        assert f'Header always set {name} "{value}"' in apache
        assert re.search(rf'add_header {name} ("{re.escape(value)}"|\$\w+) always;', nginx), name


def policy_of(path: Path) -> str:
    """Read the policy of a page."""
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', path.read_text(encoding="utf-8"))
    assert found, path
    return found[1].replace("&#39;", "'")


def directives(policy: str) -> dict[str, set[str]]:
    """Take a policy apart."""
    return {name: set(values) for name, *values in (part.split() for part in policy.split("; "))}
