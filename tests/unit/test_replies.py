"""Each provider has its say before publication; what it said is noted by role, and a decline shows as one."""

import json
from pathlib import Path

import pytest

from open_comparisons.cli.check import check_path
from open_comparisons.cli.main import main
from open_comparisons.intake.checks.replies import reply_problems
from open_comparisons.intake.releases import load_data
from open_comparisons.intake.replies import OUTCOMES
from tests.small_data import SMALL_DATASET, SMALL_PROVIDERS, SMALL_RELEASE, add_release, decline, submissions

NEW = "2025-05-14"
LOG = f"replies-{NEW}.json"


@pytest.fixture
def data(small_data: Path) -> Path:
    """A sealed release, and one in progress of which every provider but the last has had a preview."""
    assert main(["seal", SMALL_DATASET, SMALL_RELEASE, "--data", str(small_data)]) == 0
    add_release(small_data, NEW)
    write(small_data, {"days": 14, "sent": dict.fromkeys(slugs(small_data)[:-1], "2025-04-01"), "outcomes": {}})
    return small_data


def slugs(data: Path) -> list[str]:
    """The providers with a file."""
    return sorted({path.stem for path in submissions(data)})


def write(data: Path, content: object) -> None:
    """Write the log."""
    (data / SMALL_DATASET / LOG).write_text(json.dumps(content), encoding="utf-8")


def reply(data: Path, slug: str, outcome: str, *, role: str = "Kvalitetsansvarig", on: str = "2025-04-10") -> int:
    """Run the command."""
    words = [SMALL_DATASET, NEW, slug, outcome, "--role", role, "--date", on, "--data", str(data)]
    return main(["reply", *words])


def test_an_outcome_is_noted_and_read(data: Path) -> None:
    """By role and day; a later answer takes the place of an earlier one."""
    first, second, *_ = slugs(data)
    assert reply(data, first, "comment") == 0
    assert reply(data, first, "approved", role="Verksamhetschef", on="2025-04-12") == 0
    assert reply(data, second, "corrected") == 0
    (log,) = load_data(data).replies
    assert log.outcomes[first][:2] == ("approved", "Verksamhetschef")
    assert log.count == {"approved": 1, "corrected": 1}
    assert log.answer_by(first).isoformat() == "2025-04-15"
    assert check_path(data).problems == ()


def test_a_release_waits_for_every_provider(data: Path) -> None:
    """Those that have not answered, and those that have seen nothing; a sealed release waits for nobody."""
    *answered, silent, unseen = slugs(data)
    for slug in answered:
        assert reply(data, slug, "approved") == 0
    found = reply_problems(load_data(data), data)
    assert {(one.code, one.message("en").split()[0]) for one in found} == {
        ("reply-missing", silent),
        ("preview-not-sent", unseen),
    }
    assert {one.file for one in found} == {f"data/{SMALL_DATASET}/{LOG}"}
    assert reply(data, silent, "no-answer", role="", on="2025-04-16") == 0
    assert [one.code for one in reply_problems(load_data(data), data)] == ["preview-not-sent"]
    assert main(["seal", SMALL_DATASET, NEW, "--data", str(data)]) == 0
    assert reply_problems(load_data(data), data) == []
    assert reply(data, silent, "approved") == 2


def test_without_a_log_nobody_has_seen_anything(data: Path) -> None:
    """Every provider is waited for."""
    (data / SMALL_DATASET / LOG).unlink()
    found = reply_problems(load_data(data), data)
    assert [one.code for one in found] == ["preview-not-sent"] * SMALL_PROVIDERS


def test_what_cannot_be_an_answer_is_refused(data: Path) -> None:
    """Before the preview, to no preview, silence before the days are over, a name, nobody, an unknown outcome."""
    first, *_, unseen = slugs(data)
    before = (data / SMALL_DATASET / LOG).read_bytes()
    assert reply(data, first, "approved", on="2025-03-31") == 1
    assert reply(data, unseen, "approved") == 1
    assert reply(data, first, "no-answer", role="", on="2025-04-15") == 1
    assert reply(data, first, "approved", role="Anna Svensson") == 2
    assert reply(data, first, "approved", role=" ") == 2
    assert reply(data, first, "ok") == 2
    assert reply(data, "ingen", "approved") == 2
    assert (data / SMALL_DATASET / LOG).read_bytes() == before


def test_a_decline_shows_in_every_row(data: Path) -> None:
    """Figures of a provider that has declined are found by the check, until its rows say so."""
    first = slugs(data)[0]
    assert reply(data, first, "declined") == 0
    (found,) = check_path(data).problems
    assert (found.code, Path(found.file).name) == ("declined-with-figures", f"{first}.csv")
    decline(data / SMALL_DATASET / NEW, first)
    assert check_path(data).problems == ()


SOUND = {"outcome": "approved", "by_role": "Verksamhetschef", "date": "2025-04-10"}
WRONG = {
    "unknown provider": ({"sent": {"ingen": "2025-04-01"}, "outcomes": {"ingen": SOUND}}, "metadata-field"),
    "unknown provider sent": ({"sent": {"ingen": "2025-04-01"}}, "metadata-field"),
    "no date": ({"sent": {"SLUG": "i april"}}, "metadata-field"),
    "days": ({"days": 0}, "metadata-field"),
    "a list": ({"outcomes": []}, "metadata-field"),
    "unknown outcome": ({"outcomes": {"SLUG": SOUND | {"outcome": "ja"}}}, "metadata-field"),
    "no role": ({"outcomes": {"SLUG": SOUND | {"by_role": ""}}}, "metadata-field"),
    "text": ({"outcomes": {"SLUG": "approved"}}, "metadata-field"),
    "a name": ({"outcomes": {"SLUG": SOUND | {"by_role": "Anna Svensson"}}}, "likely-name-in-text"),
    "a personal number": ({"outcomes": {"SLUG": SOUND | {"by_role": "chef 20010203-2380"}}}, "personal-number-in-text"),
    "before": ({"outcomes": {"SLUG": SOUND | {"date": "2025-03-31"}}}, "reply-before-preview"),
    "silence": ({"outcomes": {"SLUG": SOUND | {"outcome": "no-answer"}}}, "reply-still-awaited"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_a_broken_log_is_a_problem(data: Path, kind: str) -> None:
    """Whoever wrote it."""
    change, code = WRONG[kind]
    first = slugs(data)[0]
    content = {"days": 14, "sent": {first: "2025-04-01"}, "outcomes": {}} | change
    write(data, json.loads(json.dumps(content).replace("SLUG", first)))
    assert {found.code for found in check_path(data).problems} == {code}


def test_a_log_that_is_no_log(data: Path) -> None:
    """Broken JSON, and a name that is no release's."""
    (data / SMALL_DATASET / LOG).write_text("{", encoding="utf-8")
    (data / SMALL_DATASET / "replies-snart.json").write_text("{}", encoding="utf-8")
    assert {found.code for found in check_path(data).problems} == {"broken-json", "empty-json", "foreign-file"}


def test_every_outcome_has_words(project: Path) -> None:
    """In both languages."""
    for lang in ("sv", "en"):
        words = json.loads((project / "theme" / "translations" / f"{lang}.json").read_text(encoding="utf-8"))
        assert {f"replies.{outcome}" for outcome in OUTCOMES} <= words.keys()
