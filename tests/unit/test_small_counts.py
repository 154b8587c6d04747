"""Texts that are published tell no small count of persons; ordinary notes on method pass."""

import json
import re

import pytest

from open_comparisons.intake.checks.run import check_file
from open_comparisons.intake.checks.small_counts import tells_small_count
from open_comparisons.intake.handover.description import ANSWERS, describe, description_problems, submission_problems
from open_comparisons.messages import LANGUAGES, say
from open_comparisons.provider_tool.signing import sign
from open_comparisons.standard.model import Thresholds
from tests.conftest import PROJECT
from tests.submitted_rows import SOUND, STANDARD, TERMS, file_of
from tests.unit.test_handover import LIMITS
from tests.unit.test_handover import SOUND as ANSWERED

COUNTS = """
2 av 4
33 % av 9
33,3 procent av 9 pojkar
endast två pojkar
3 of 5
Två av fyra avslutades
16 av 18 svarade
7 av 8
Av 12 avslutades 3.
varav 2 avbröts
bara en
endast en flicka
en av pojkarna
en av åtta
en enda placering
one of the boys
only one
Only one boy answered
båda pojkarna
ett par placeringar
a couple of boys
two boys
Tre
2
2 st
2st
3 ungdomar avbröt
färre än tre avbröts
högst 3
2–3 pojkar
två till tre unga
tva pojkar
³ pojkar
３ av ８
Avbrott: 2.
Avbrott (2)
2/4
2 / 4
one boy left
två svarade år 2022
två avled månaden efter
två 13-åringar
out of 12, two left
2 out of 4
4 personer
zero
0
Noll avbrott
alla utom två
3 placeringar per år
två unga
tre flickor 2021
the other two
2 var flickor
två utskrivna
fyra barn
""".strip().splitlines()
NOTES = """
Avslutade placeringar ur verksamhetssystemet, enkät till unga från 13 år.
Ungdomsenkät 2.0
12 månader
tre månader
två till tre månader
2–3 år
0–4 visas inte
0–3 år
två enkäter
Enkät med två påminnelser
två nya enheter
fyra av tio frågor
2 % av de svarande
2,5 procent
33 % av 120 placeringar
50 % av 8 enheter
version 2
Signs of Safety 2.0
4 kap. 1 § SoL
den 2 januari 2023
2023-01-02
31/12 2023
2020/2021
ASI-6
3-åriga placeringar
En placering räknas från första dygnet.
Ett barn som flyttar inom verksamheten räknas en gång.
A young person may have several placements.
A child with more than one placement is counted once.
unga med minst två placeringar
fler än två placeringar
no one answered
one year after the ending
two years
Skolnärvaron saknas för vårterminen 2023.
30 av 52
120 av 340 svarade
1 200 placeringar
3 miljoner kronor
two hundred
Rättad i denna utgåva / Corrected in this release
kvartal 2
vecka 3
kl. 10.30
klass 4
Enkät till alla, både pojkar och flickor
båda åren
båda enheterna
Mål 3
1) Journaler 2) Enkät till unga
Kontrollerat: ny enhet öppnade 2022.
one of the two questions
Varje placering räknas en gång.
Uppföljning 6, 12 och 24 månader efter avslut.
Enligt 2 och 3 §§ LVU
the last three years
tre år tillsammans
två omgångar
ungdomar i åk 4
""".strip().splitlines()


@pytest.mark.parametrize("written", [str, str.upper, "Obs: {}, se ovan".format])
@pytest.mark.parametrize("text", COUNTS)
def test_a_small_count_is_found(text, written):
    """In figures and in words of both languages, alone, before whom it counts, and as a share."""
    assert tells_small_count(written(text), LIMITS)


@pytest.mark.parametrize("text", [*NOTES, "1. Ur systemet.\n2. Enkät till unga."])
def test_an_ordinary_note_passes(text):
    """Times, places, questions, versions, dates, percentages and large counts are no small counts."""
    assert not tells_small_count(text, LIMITS)


def test_the_limit_is_that_of_the_release():
    """A release that shows counts from three on asks about fewer texts, and one with higher limits about more."""
    assert tells_small_count("sju pojkar", Thresholds(20, 10, 30))
    assert not tells_small_count("fyra pojkar", Thresholds(6, 3, 30))


@pytest.mark.parametrize("role", ["kommentar", "kalla", "instrument"])
def test_a_row_that_is_shown_is_asked_about(role):
    """The message names the cell, and repeats nothing of the text."""
    (found,) = check_file(file_of({role: "Gäller 2 av 4 flickor"}), "f.csv", TERMS)[1]
    assert (found.code, found.row, found.column) == ("small-count-in-text", 2, role)
    assert not any(re.search("2 av 4|flickor", found.as_text(lang)) for lang in LANGUAGES)


@pytest.mark.parametrize("name", ["Ungdomsenkät 2.0", "Ungdomsenkät 2", "ASI-6", "ASI 6", "KASAM 3"])
def test_the_version_of_an_instrument_is_no_count(name):
    """A number at the end of its name says which one it is."""
    assert check_file(file_of({"instrument": name}), "f.csv", TERMS)[1] == []


@pytest.mark.parametrize("answer", ["method_note", "known_gaps"])
def test_an_answer_is_asked_about_too(answer):
    """In every way that it is given: the JSON file, the command and the tool say the same."""
    answers = {**ANSWERED, answer: "Endast två pojkar svarade."}
    (found,) = description_problems(describe(answers, "sv"), "x.json", LIMITS)
    assert found.code == "small-count-in-answer"
    assert "två pojkar" not in found.as_text("sv")
    record = sign(answers, "a\n", "eken", STANDARD.thresholds, "sv")
    assert [each.field for each in record.problems] == [answer]
    assert not record.zip


def test_a_role_may_have_a_number():
    """There may be an "Enhetschef 2"."""
    assert description_problems(describe({**ANSWERED, "contact_role": "Enhetschef 2"}, "sv"), "x.json", LIMITS) == []


def test_what_an_official_publisher_says_stands():
    """Its own protection holds, for the texts as for the figures."""
    content = {**json.loads(STATED), "protected_by": "Socialstyrelsen"}
    assert submission_problems(json.loads(STATED), "x.json", LIMITS) != []
    assert submission_problems(content, "x.json", LIMITS) == []


STATED = json.dumps({**ANSWERED, "method_note": {"sv": "Två pojkar saknas."}, "known_gaps": {"sv": "Inga luckor."}})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_our_own_texts_pass(lang):
    """The examples of answers, and all that the example data says."""
    texts = [say(lang, f"handover.answer.{name}.example") for name in ANSWERS]
    for path in sorted((PROJECT / "data").glob("bu-*/*/*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        texts += [content[name][lang] for name in ("method_note", "known_gaps") if name in content]
    assert len(texts) > len(ANSWERS)
    assert not [text for text in texts if tells_small_count(text, LIMITS)]


def test_the_remedy_passes():
    """Whoever writes as the message says is not asked again."""
    for text in ("Några flickor", "En mindre del", "two surveys", "tre månader", "version 2", "a few girls"):
        assert check_file(file_of({**SOUND, "kommentar": text}), "f.csv", TERMS)[1] == []
