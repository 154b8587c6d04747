"""The letter back to a provider that has sent a file: taken in, and what happens next; or what has to be mended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from open_comparisons.intake.problem_summary import distinct_problems

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from open_comparisons.errors import Problem
    from open_comparisons.intake.reading import Reading

_WORDS: Final = {
    "sv": {
        "thanks": "Hej {name}!\n\nTack för filen. Den har prövats mot standarden och mot allt som har publicerats.",
        "read": "Så lästes den:",
        "taken": "Den är mottagen och ingår i {release}.",
        "next": (
            "Så här går det till nu:\n"
            "1. Ni får en förhandsvisning av era sidor, så som de blir. Den är bara till er.\n"
            "2. Svara senast {answer_by}: godkänn, be om rättelse, lämna en kommentar som visas vid siffrorna, eller\n"
            "   avstå. Svara som funktion, till exempel ”Kvalitetsansvarig”. Inga namn behövs.\n"
            "3. Utgåvan publiceras tidigast {released}. Därefter ändras siffror bara genom rättelse i en ny utgåva\n"
            "   eller genom att utgåvan återkallas."
        ),
        "refused": "Den är inte mottagen. Inget av den har sparats. Det här behöver rättas ({count}):",
        "again": (
            "Rätta i källan, skydda filen på nytt och skicka CSV-filen och JSON-filen tillsammans. Så gör ni, på er\n"
            "egen dator och utan nät, med open-comparisons.pyz från webbplatsens sida ”Lämna data”:\n"
            "    python open-comparisons.pyz protect verkliga-tal.csv -o {slug}.csv --previous TIDIGARE-UTGÅVA\n"
            "    python open-comparisons.pyz check {slug}.csv\n"
            "Skicka aldrig filen med verkliga tal. Har ni redan gjort det: ring oss, så raderar vi den."
        ),
        "bye": "Vänliga hälsningar\nDe som driver webbplatsen",
    },
    "en": {
        "thanks": "Dear {name},\n\nThank you for the file. It was tried against the standard and everything published.",
        "read": "How it was read:",
        "taken": "It is taken in, and is a part of {release}.",
        "next": (
            "What happens now:\n"
            "1. You get a preview of your pages as they will be. It is for you alone.\n"
            "2. Answer by {answer_by}: approve, ask for a correction, give a comment that is shown with the figures,\n"
            "   or decline. Answer as a role, such as “Head of quality”. No names are needed.\n"
            "3. The release is published on {released} at the earliest. After that, figures change only by a\n"
            "   correction in a new release, or when the release is withdrawn."
        ),
        "refused": "It is not taken in. Nothing of it was kept. This has to be mended ({count}):",
        "again": (
            "Mend it at its source, protect the file again, and send the CSV file and the JSON file together. Do it\n"
            "on your own machine, offline, with open-comparisons.pyz from the site's page “Submit data”:\n"
            "    python open-comparisons.pyz protect true-numbers.csv -o {slug}.csv --previous EARLIER-RELEASE\n"
            "    python open-comparisons.pyz check {slug}.csv\n"
            "Never send the file of true numbers. If you already have: call us, and we delete it."
        ),
        "bye": "Yours sincerely\nThose who run the site",
    },
}


def taken_in(name: str, reading: Reading, release: str, released: date, answer_by: date, lang: str) -> str:
    """
    Say that a file is taken in.

    Args:
        name: What the provider is called.
        reading: How the file was read.
        release: What the release is called, in words.
        released: The day it comes out.
        answer_by: The last day to answer on the preview.
        lang: The provider's language.
    """
    words = _WORDS[lang]
    return _letter(
        words["thanks"].format(name=name),
        f"{words['read']}\n{reading.as_text(lang)}",
        words["taken"].format(release=release),
        words["next"].format(answer_by=answer_by.isoformat(), released=released.isoformat()),
        words["bye"],
    )


def refused(name: str, slug: str, reading: Reading | None, problems: Sequence[Problem], lang: str) -> str:
    """
    Say what has to be mended: file, row, column and what to do, and never a number of the file.

    Args:
        name, slug: What the provider is called, in words and in file names.
        reading: How the file was read; None where it was not.
        problems: All of them.
        lang: The provider's language.
    """
    words = _WORDS[lang]
    return _letter(
        words["thanks"].format(name=name),
        f"{words['read']}\n{reading.as_text(lang)}" if reading else "",
        words["refused"].format(count=len(problems)),
        "\n".join(distinct_problems(problems, lang)),
        words["again"].format(slug=slug),
        words["bye"],
    )


def _letter(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
