"""Real pushes to a real repository on a server: what passes is served, what does not leaves nothing."""

import pytest

from open_comparisons.cli.main import main
from tests.deploy.server import Machine
from tests.small_data import SMALL_DATASET, SMALL_RELEASE, add_release, submissions

pytestmark = pytest.mark.slow
NEW = "2025-05-14"


@pytest.fixture(autouse=True)
def back(machine: Machine):
    """Let each test begin from what the server has."""
    yield
    machine.git("fetch", "-q", str(machine.repository), "main")
    machine.git("reset", "-q", "--hard", "FETCH_HEAD")
    machine.git("clean", "-qfd")


def test_what_passes_is_served(machine: Machine) -> None:
    """
    The whole site, with the server's address; whoever pushed is told so in both languages.

    Files that are as before are one on disk: five sites cost little more than one, and browsers need not fetch again.
    """
    before = (machine.base / "current").resolve()
    article = machine.clone / "content" / "artiklar" / "gar-inte-att-skilja.sv.md"
    article.write_text(article.read_text(encoding="utf-8") + "\nEtt nytt stycke.\n", encoding="utf-8")
    commit = machine.commit()
    pushed = machine.push()
    assert pushed.returncode == 0
    for words in ("Publicerad: https://example.org", "Published: https://example.org", "1 changed", commit[:10]):
        assert words in pushed.stderr
    assert "/artiklar/gar-inte-att-skilja/" in pushed.stderr
    page = (machine.base / "current" / "artiklar" / "gar-inte-att-skilja" / "index.html").read_text(encoding="utf-8")
    assert "Ett nytt stycke." in page
    assert '<link rel="canonical" href="https://example.org/' in page
    after = (machine.base / "current").resolve()
    assert before != after
    assert (before / "theme" / "site.css").samefile(after / "theme" / "site.css")


@pytest.mark.parametrize("branch", ["main", "draft"])
def test_a_push_that_does_not_pass_leaves_nothing(machine: Machine, branch: str) -> None:
    """Its objects are gone, the site is as it was, and the report tells file, row and what to do, but no number."""
    served, objects = machine.served(), machine.objects()
    add_release(machine.clone / "data", NEW)
    path = submissions(machine.clone / "data")[-1]
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    cells = lines[1].split(",")
    cells[14:17] = ["98761", "98762", "98763"]
    path.write_text("".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
    machine.commit()
    pushed = machine.push(f"HEAD:{branch}")
    assert pushed.returncode != 0
    for words in ("Pushen avvisas.", "The push is refused.", path.name, "rad 2", "row 2"):
        assert words in pushed.stderr
    assert "9876" not in pushed.stderr
    assert machine.served() == served
    assert machine.objects() == objects


def test_a_fault_in_an_earlier_commit_is_a_fault(machine: Machine) -> None:
    """Git keeps every version, so that a later commit mends nothing."""
    objects = machine.objects()
    path = submissions(machine.clone / "data")[0]
    path.write_bytes(path.read_bytes() + b"x")
    machine.commit("bad")
    machine.git("revert", "--no-edit", "HEAD")
    pushed = machine.push()
    assert pushed.returncode != 0
    assert "squash the commits" in pushed.stderr
    assert machine.objects() == objects


def test_no_file_is_kept_from_the_judge(machine: Machine) -> None:
    """Neither by attributes, which `git archive` obeys, nor by a link; and the pushed program judges nothing."""
    path = submissions(machine.clone / "data")[0]
    path.write_bytes(path.read_bytes() + b"x")
    (machine.clone / ".gitattributes").write_text(f"{path.name} export-ignore\n", encoding="utf-8")
    (machine.clone / "plugins" / "open_comparisons" / "cli" / "main.py").write_text("", encoding="utf-8")
    machine.commit()
    pushed = machine.push()
    assert pushed.returncode != 0
    assert "sealed-file-changed" in pushed.stderr
    machine.git("reset", "-q", "--hard", "HEAD~1")
    (machine.clone / "data" / "link.csv").symlink_to("/etc/passwd")
    machine.commit()
    pushed = machine.push()
    assert pushed.returncode != 0
    assert "link" in pushed.stderr
    assert "root:" not in pushed.stderr


def test_the_published_branch_is_rewritten_only_where_that_is_allowed(machine: Machine) -> None:
    """For one push, after which nothing leads to what was there and it is thrown away."""
    before = machine.git("rev-parse", "HEAD").stdout.strip()
    machine.git("commit", "--amend", "-qm", "rewritten")
    for refused in (("--force", "HEAD:main"), (":main",), ("HEAD:refs/notes/x",)):
        assert machine.push(*refused).returncode != 0
    machine.setting("openoutcomes.allowRewrite", "true")
    pushed = machine.push("--force", "HEAD:main")
    assert pushed.returncode == 0, pushed.stderr
    assert before not in machine.objects()
    machine.git("commit", "--amend", "-qm", "again")
    assert machine.push("--force", "HEAD:main").returncode != 0


def test_another_branch_is_kept_but_not_published(machine: Machine) -> None:
    """It is judged like all others, and builds nothing."""
    served = machine.served()
    (machine.clone / "DRAFT").write_text("draft", encoding="utf-8")
    commit = machine.commit()
    pushed = machine.push("HEAD:draft")
    assert pushed.returncode == 0
    assert "Publicerad" not in pushed.stderr
    assert commit in machine.objects()
    assert machine.served() == served


def test_a_build_that_fails_leaves_the_last_good_site(machine: Machine) -> None:
    """The report has the reason, and says that the last good site stands."""
    served, sites = machine.served(), machine.sites()
    article = machine.clone / "content" / "artiklar" / "gar-inte-att-skilja.sv.md"
    article.write_text(article.read_text(encoding="utf-8") + "\n[x]({filename}finns-inte.md)\n", encoding="utf-8")
    machine.commit()
    pushed = machine.push()
    for words in ("finns-inte", "Den förra webbplatsen ligger kvar.", "The previous site is still live."):
        assert words in pushed.stderr
    assert machine.served() == served
    assert machine.sites() == sites


def test_a_withdrawn_release_is_in_no_site_that_is_kept(machine: Machine) -> None:
    """Sites to go back to that have it, and what builds keep of it, go with the push that withdraws it."""
    release = add_release(machine.clone / "data", NEW)
    assert release.is_dir()
    assert main(["seal", SMALL_DATASET, NEW, "--data", str(machine.clone / "data")]) == 0
    article = machine.clone / "content" / "artiklar" / "gar-inte-att-skilja.sv.md"
    article.write_text(article.read_text(encoding="utf-8").partition("\n[x]")[0] + "\n", encoding="utf-8")
    machine.commit()
    pushed = machine.push()
    assert "Publicerad" in pushed.stderr, pushed.stderr
    with_it = machine.sites()[-1]
    assert (machine.base / "current" / "data" / SMALL_DATASET / NEW / "observationer.csv").is_file()
    withdraw = ["withdraw", SMALL_DATASET, NEW, "--reason", "skydd", "--date", "2025-06-01"]
    assert main([*withdraw, "--data", str(machine.clone / "data"), "--content", str(machine.clone / "content")]) == 0
    machine.commit()
    pushed = machine.push()
    assert f"Withdrawn: {SMALL_DATASET}/{NEW}" in pushed.stderr, pushed.stderr
    (left,) = machine.sites()
    assert left != with_it
    served = machine.base / "current" / "data" / SMALL_DATASET
    assert not (served / NEW).exists()
    assert (served / SMALL_RELEASE).is_dir()
    assert machine.command("rollback", str(machine.base), with_it).returncode != 0
    assert not (machine.base / "work" / "judged").exists()
    assert not [path for path in machine.base.rglob(f"*{NEW}*") if path.name.endswith((".csv", ".json", ".xlsx"))]
    kept = [path for folder in ("sites", "work") for path in (machine.base / folder).rglob("*.csv")]
    assert not [path for path in kept if NEW in path.parts]
