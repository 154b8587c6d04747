"""The list before publication: what stops it, what to think about, each with its remedy."""

import json
from pathlib import Path

import pytest

from open_comparisons.cli.main import main
from open_comparisons.cli.release_check import checklist
from open_comparisons.messages import keys_below
from open_comparisons.settings import build_instant
from tests.conftest import PROJECT
from tests.small_data import add_release, change_row

pytestmark = pytest.mark.slow

OLD, NEW, SLUG = "2024-05-15", "2025-05-14", "asklinten"
WHOLE = {"kon": "T", "alder": "alla", "lagrum": "alla"}
DATED = {"matt_id": "trygghet", "period": "2021", **WHOLE}

LOWERED = {"min_denominator": 8, "min_count": 4, "reason": {"sv": "Liten grupp.", "en": "A small group."}}


def found(data: Path, site: Path | None = None, content: Path | None = None) -> tuple[set[str], set[str]]:
    """Give the codes of errors and of warnings."""
    instant = build_instant("2025-05-14T12:00+00:00", data_folder=data)
    told = checklist(data, content or data, site, instant)
    return tuple({one.code.removeprefix("release-") for one in of} for of in (told.errors, told.warnings))


def change(data: Path, release: str = NEW, **fields: object) -> None:
    """Change fields of a release's metadata."""
    path = data / "bu-hvb" / release / "metadata.json"
    content = json.loads(path.read_text(encoding="utf-8")) | fields
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


@pytest.fixture
def ready(small_data: Path) -> Path:
    """A published release, and one that is about to be: with a corrected value, its reason, and all that is wanted."""
    assert main(["seal", "bu-hvb", OLD, "--data", str(small_data)]) == 0
    release = add_release(small_data, NEW, corrections=({"utforare_orgnr": "424454-8410", **DATED},))
    change_row(release, SLUG, DATED, svarsandel="70")
    change(small_data, next_release="2026-05-13")
    said = {"outcome": "approved", "by_role": "Kvalitetsansvarig", "date": "2025-04-10"}
    slugs = sorted(path.stem for path in release.glob("*.csv"))
    log = {"days": 14, "sent": dict.fromkeys(slugs, "2025-04-01"), "outcomes": dict.fromkeys(slugs, said)}
    (small_data / "bu-hvb" / f"replies-{NEW}.json").write_text(json.dumps(log), encoding="utf-8")
    return small_data


def test_a_release_that_is_ready_only_has_to_be_sealed(ready: Path) -> None:
    """And once it is, nothing is left."""
    assert found(ready) == ({"not-sealed"}, set())
    assert main(["seal", "bu-hvb", NEW, "--data", str(ready)]) == 0
    assert found(ready) == (set(), set())


ERRORS = {
    "no-notes": lambda data: change(data, notes={"sv": "", "en": ""}),
    "next-date-past": lambda data: change(data, next_release="2025-01-01"),
    "unexplained-change": lambda data: change_row(data / "bu-hvb" / NEW, "storkallan", DATED, svarsandel="50"),
}
WARNINGS = {
    "no-next-date": lambda data: change(data, next_release=None),
    "one-language": lambda data: change(data, notes={"sv": "Nytt."}),
    "other-licence": lambda data: change(data, licenses=[{"name": "egen", "path": "https://example.org/"}]),
    "own-limits": lambda data: change(
        data, thresholds={"min_denominator": 10, "min_count": 5, "min_response_rate": 30, "reason": "Prov."}
    ),
    "lowered-limits": lambda data: change(data, thresholds=LOWERED),
    "opened": lambda data: change(data, opened=[{"rule": "x", "reason": {"sv": "Prov.", "en": "Trial."}}]),
    "embargo": lambda data: change(data, embargo="2025-06-01T09:00+02:00"),
    "correction-of-nothing": lambda data: change(
        data, corrections=[{"key": {"matt_id": "vardtid"}, "reason": {"sv": "Prov.", "en": "Trial."}}]
    ),
}


@pytest.mark.parametrize("code", ERRORS)
def test_what_stops_a_publication(ready: Path, code: str) -> None:
    """Each by itself."""
    ERRORS[code](ready)
    assert code in found(ready)[0]


@pytest.mark.parametrize("name", ["contact_role", "method_note", "known_gaps", "approved_by"])
def test_a_submission_without_an_answer_stops_a_publication(ready: Path, name: str) -> None:
    """Whether it is blank or not there at all."""
    path = ready / "bu-hvb" / NEW / f"{SLUG}.json"
    described = json.loads(path.read_text(encoding="utf-8"))
    for content in ({**described, name: ""}, {key: value for key, value in described.items() if key != name}):
        path.write_text(json.dumps(content), encoding="utf-8")
        assert found(ready)[0] == {"unanswered"}


@pytest.mark.parametrize("code", WARNINGS)
def test_what_there_is_to_think_about(ready: Path, code: str) -> None:
    """Each by itself."""
    WARNINGS[code](ready)
    assert code in found(ready)[1]


def test_a_provider_without_an_outcome_stops_it(ready: Path) -> None:
    """Whether it never saw its pages or has not answered."""
    path = ready / "bu-hvb" / f"replies-{NEW}.json"
    log = json.loads(path.read_text(encoding="utf-8"))
    del log["outcomes"][SLUG]
    path.write_text(json.dumps(log), encoding="utf-8")
    assert "reply-missing" in found(ready)[0]
    path.unlink()
    assert "preview-not-sent" in found(ready)[0]


def test_broken_data_is_told_as_check_tells_it(ready: Path) -> None:
    """There is no more to say until that is mended."""
    change_row(ready / "bu-hvb" / NEW, SLUG, DATED, varde="mycket")
    errors, warnings = found(ready)
    assert "not-sealed" not in errors
    assert errors
    assert warnings == set()


def test_pages_for_sign_off_are_looked_through(ready: Path, tmp_path: Path) -> None:
    """A link that leads nowhere, a page without the mark, a text in one language."""
    site, content = tmp_path / "site", tmp_path / "content"
    (site / "en").mkdir(parents=True)
    content.mkdir()
    marked = '<aside class="notice notice--sign-off"></aside>'
    (site / "index.html").write_text(f'{marked}<a href="en/">x</a><a href="borta/">x</a>', encoding="utf-8")
    (site / "en" / "index.html").write_text('<a href="../index.html">x</a>', encoding="utf-8")
    (content / "text.sv.md").write_text("Title: Ett", encoding="utf-8")
    errors, warnings = found(ready, site, content)
    assert {"dead-link", "not-marked"} <= errors
    assert "one-language" in warnings


@pytest.mark.parametrize("lang", ["sv", "en"])
def test_the_command_tells_it_with_remedies(ready: Path, capsys: pytest.CaptureFixture[str], lang: str) -> None:
    """And says by its answer whether anything stops."""
    call = ["release-check", "--data", str(ready), "--content", str(ready), "--lang", lang, "--at", "2025-05-14"]
    assert main(call) == 1
    said = capsys.readouterr().out
    assert "open-comparisons seal bu-hvb 2025-05-14" in said
    assert ("Måste rättas" if lang == "sv" else "Must be corrected") in said


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("sv", "min_denominator är 8 (i standarden 10), min_count är 4 (i standarden 5). Skäl: Liten grupp."),
        ("en", "min_denominator is 8 (in the standard 10), min_count is 4 (in the standard 5). Reason: A small group."),
    ],
)
def test_lowered_limits_are_told_with_the_usual_ones_and_the_reason(
    ready: Path, capsys: pytest.CaptureFixture[str], lang: str, told: str
) -> None:
    """In the language of the command."""
    change(ready, thresholds=LOWERED)
    main(["release-check", "--data", str(ready), "--content", str(ready), "--lang", lang, "--at", "2025-05-14"])
    assert told in capsys.readouterr().out


def test_every_finding_is_tried() -> None:
    """A new one gets a case."""
    others = {"not-sealed", "dead-link", "not-marked", "could-be-worked-out"}
    assert ERRORS.keys() | WARNINGS.keys() | others == set(keys_below("release"))


def test_the_example_has_nothing_to_mend(capsys: pytest.CaptureFixture[str]) -> None:
    """As it is published."""
    call = ["release-check", "--data", str(PROJECT / "data"), "--content", str(PROJECT / "content")]
    assert main([*call, "--at", "2024-05-15"]) == 0
    assert "Inget" in capsys.readouterr().out
