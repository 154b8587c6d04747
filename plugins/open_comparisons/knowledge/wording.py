"""What is said of a text that an editor must mend, in Swedish and English: the finding, and what to do about it."""

from __future__ import annotations

from difflib import get_close_matches
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from open_comparisons.errors import Problem
from open_comparisons.intake.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_LISTED: Final = 12
_MOST_NEAR: Final = 3
_LONGEST: Final = 60


def problem(file: str, code: str, row: int = 0, field: str = "", **found: object) -> Problem:
    """
    The problem with this code.

    Args:
        file: Path below the content folder's parent.
        code: A key of `WORDINGS`.
        row: Line in the file; 0 where none applies.
        field: Name of the field; "" where none applies.
        found: What fills the braces of the wording.
    """
    texts = {name: str(value) for name, value in found.items()}
    return Problem(file, row, field, f"content-{code}", *(text.format_map(texts) for text in WORDINGS[code]))


def nearest(name: str, right: Iterable[str]) -> str:
    """The right names that a wrong one is nearest to; the first ones where none is near."""
    names = sorted(set(right))
    near = [one for one in names if name and one.startswith(name)][:_MOST_NEAR]
    near += [one for one in get_close_matches(name, names, n=_MOST_NEAR, cutoff=0.5) if one not in near]
    return ", ".join(near[:_MOST_NEAR] or names[:_MOST_LISTED])


def shown(text: str) -> str:
    """What was found, cut when long."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _in_register(allowed_sv: str, allowed_en: str) -> Wording:
    return Wording(
        "”{found}” går inte att använda.",
        "“{found}” cannot be used.",
        f"Tillåtet: {allowed_sv}.",
        f"Allowed: {allowed_en}.",
    )


WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "file-name": Wording(
            "filnamnet ska vara <namn>.sv.md eller <namn>.en.md, med små bokstäver a–z, siffror och bindestreck.",
            "the file name must be <name>.sv.md or <name>.en.md, with lower-case letters a–z, digits and hyphens.",
            "Byt namn på filen. Namnet blir adressen på webben.",
            "Rename the file. The name becomes its address on the web.",
        ),
        "not-text": Wording(
            "filen går inte att läsa som text (UTF-8).",
            "the file cannot be read as text (UTF-8).",
            "Spara filen som UTF-8.",
            "Save the file as UTF-8.",
        ),
        "no-fields": Wording(
            "filen börjar inte med fält.",
            "the file does not begin with fields.",
            "Börja med rader som ”Title: Rubriken”, sedan en tom rad, sedan texten.",
            "Begin with lines such as “Title: The heading”, then an empty line, then the text.",
        ),
        "not-a-field": Wording(
            "”{found}” är ingen rad av formen ”Fält: värde”.",
            "“{found}” is no line of the form “Field: value”.",
            "Skriv ”Fält: värde”. Fortsätter värdet på nästa rad börjar den med fyra mellanslag. "
            "Före texten ska det stå en tom rad.",
            "Write “Field: value”. A value that goes on in the next line begins there with four spaces. "
            "Before the text there must be an empty line.",
        ),
        "unknown-field": Wording(
            "fältet ”{found}” finns inte.",
            "there is no field “{found}”.",
            "Menade du {near}? Rätta eller ta bort raden.",
            "Did you mean {near}? Correct or remove the line.",
        ),
        "repeated-field": Wording(
            "fältet står två gånger.",
            "the field stands twice.",
            "Ta bort det ena.",
            "Remove one of them.",
        ),
        "missing-field": Wording(
            "fältet ”{name}” saknas.",
            "the field “{name}” is missing.",
            "Lägg till raden ”{name}: …”. Tillåtet: {allowed_sv}.",
            "Add the line “{name}: …”. Allowed: {allowed_en}.",
        ),
        "wrong-value": Wording(
            "”{found}” är inget giltigt värde.",
            "“{found}” is no valid value.",
            "Tillåtet: {allowed_sv}.",
            "Allowed: {allowed_en}.",
        ),
        "too-long": Wording(
            "texten har {count} tecken.",
            "the text has {count} characters.",
            "Korta den till högst {most} tecken.",
            "Shorten it to at most {most} characters.",
        ),
        "unknown-tag": Wording(
            "”{found}” är varken en målgrupp, ett mått, ett perspektiv eller en metod.",
            "“{found}” is no target group, measure, perspective or method.",
            "Menade du {near}? Alla namn står i data/standard/.",
            "Did you mean {near}? All names are in data/standard/.",
        ),
        "no-such-file": Wording(
            "filen ”{found}” finns inte.",
            "there is no file “{found}”.",
            "Lägg filen i content/ och skriv sökvägen därifrån, som bilder/omslag.svg. Menade du {near}?",
            "Put the file into content/ and write its path from there, such as bilder/omslag.svg. Did you mean {near}?",
        ),
        "needs-field": Wording(
            "fältet ”{name}” behövs när ”{because}” anges.",
            "the field “{name}” is needed where “{because}” is given.",
            "Lägg till raden ”{name}: …”. Tillåtet: {allowed_sv}.",
            "Add the line “{name}: …”. Allowed: {allowed_en}.",
        ),
        "consent": Wording(
            "bilden visar barn, och det står inte att samtycke finns.",
            "the picture shows children, and it is not said that there is consent.",
            "Skriv ”Image_consent: yes” om vårdnadshavare och barn har samtyckt skriftligt; välj annars en annan bild.",
            "Write “Image_consent: yes” if guardians and child have consented in writing; else use another picture.",
        ),
        "differs": Wording(
            "värdet skiljer sig från det i {other}.",
            "the value differs from the one in {other}.",
            "Skriv samma i båda språken.",
            "Write the same in both languages.",
        ),
        "no-such-issue": Wording(
            "numret ”{found}” finns inte.",
            "there is no issue “{found}”.",
            "Menade du {near}? Ett nummer är en fil i content/humant/.",
            "Did you mean {near}? An issue is a file in content/humant/.",
        ),
        "empty-text": Wording(
            "det finns ingen text under fälten.",
            "there is no text below the fields.",
            "Skriv texten efter en tom rad.",
            "Write the text after an empty line.",
        ),
        "heading-order": Wording(
            "rubriken ”{found}” hoppar över en nivå eller är en huvudrubrik.",
            "the heading “{found}” skips a level or is a main heading.",
            "Börja med ## och gå ned ett steg i taget. Huvudrubriken kommer från Title.",
            "Begin with ## and go down one step at a time. The main heading comes from Title.",
        ),
        "no-alternative-text": Wording(
            "bilden ”{found}” saknar text för den som inte ser den.",
            "the picture “{found}” lacks a text for those who do not see it.",
            "Skriv vad bilden visar: ![Vad bilden visar](bilder/…).",
            "Write what the picture shows: ![What the picture shows](bilder/…).",
        ),
        "marker-in-picture": Wording(
            "märket ”{found}” står i beskrivningen av en bild.",
            "the marker “{found}” is in the description of a picture.",
            "Flytta märket till texten. Beskriv bilden med ord.",
            "Move the marker to the text. Describe the picture in words.",
        ),
        "bad-link": Wording(
            "länken ”{found}” leder ingenstans på webbplatsen och är ingen säker adress.",
            "the link “{found}” leads nowhere on the site and is no secure address.",
            "Skriv https://… för andra webbplatser, {{filename}}artiklar/namn.sv.md för en text. Menade du {near}?",
            "Write https://… for other sites, {{filename}}artiklar/namn.en.md for a text. Did you mean {near}?",
        ),
        "fact-columns": Wording(
            "raden har inte de kolumner som den ska.",
            "the row does not have the columns that it must have.",
            "Kolumnerna är {columns}, med komma emellan.",
            "The columns are {columns}, with commas between.",
        ),
        "fact-twice": Wording(
            "”{found}” står två gånger.",
            "“{found}” stands twice.",
            "Ge varje faktum ett eget namn.",
            "Give every fact a name of its own.",
        ),
        "fact-fakta_id": _in_register(
            "ett namn med små bokstäver a–z, siffror och bindestreck",
            "a name of lower-case letters a–z, digits and hyphens",
        ),
        "fact-namn_sv": _in_register("text", "text"),
        "fact-namn_en": _in_register("text", "text"),
        "fact-varde": _in_register("ett tal med decimalpunkt", "a number with a decimal point"),
        "fact-enhet": _in_register("GBP, SEK, antal, procent eller kvot", "GBP, SEK, antal, procent or kvot"),
        "fact-ar": _in_register("ett år med fyra siffror", "a year of four digits"),
        "fact-kalla": _in_register("källans namn", "the name of the source"),
        "fact-kalla_lank": _in_register(
            "tomt eller en adress som börjar med https://", "empty or an address that begins with https://"
        ),
        "fact-kontrollerad": _in_register("ett datum som 2026-11-16", "a date such as 2026-11-16"),
        "broken-marker": Wording(
            "märket ”{found}” går inte att tolka.",
            "the marker “{found}” cannot be read.",
            "Skriv till exempel {{{{value malgrupp/matt_id/utforare period=2020/2022 release=2024-05-15}}}}. "
            "Tillåtet: {allowed}. Diagram och tabeller står på en egen rad med tomma rader runt om.",
            "Write for example {{{{value malgrupp/matt_id/utforare period=2020/2022 release=2024-05-15}}}}. "
            "Allowed: {allowed}. Charts and tables stand on a line of their own with empty lines around.",
        ),
        "unknown-name": Wording(
            "”{found}” finns inte ({what}).",
            "there is no “{found}” ({what}).",
            "Menade du {near}?",
            "Did you mean {near}?",
        ),
        "no-figure": Wording(
            "det finns ingen publicerad siffra för ”{found}”.",
            "there is no published figure for “{found}”.",
            "Välj en period och en utförare som visas i utgåvan. Perioder som finns: {near}.",
            "Choose a period and a provider that the release shows. Periods there are: {near}.",
        ),
        "same-reader": Wording(
            "den som har läst texten är den som har skrivit den.",
            "the one who has read the text is the one who wrote it.",
            "Låt någon annan läsa den, och skriv dennes funktion.",
            "Let somebody else read it, and write that person’s function.",
        ),
        "personal-number-in-text": Wording(
            "texten ser ut att innehålla ett personnummer eller samordningsnummer.",
            "the text seems to hold a personal number.",
            "Ta bort det. Gäller det ett barn, anmäl det genast till den som ansvarar för uppgifterna.",
            "Remove it. If it is a child’s tell whoever answers for the data at once.",
        ),
        "likely-name-in-text": Wording(
            "texten ser ut att nämna en person.",
            "the text seems to name a person.",
            "Skriv funktionen i stället för namnet, och aldrig om en enskild ung person.",
            "Write the function instead of the name, and never of a single young person.",
        ),
        "number-beside-hidden": Wording(
            "texten har ett tal, och någon av siffrorna den handlar om är dold eller ett spann.",
            "the text has a number, and one of the figures it is about is hidden or a range.",
            "Skriv utan tal. Årtal går bra.",
            "Write without numbers. Years are fine.",
        ),
    }
)
