"""Messages to editors about mistakes in texts, in Swedish and English: the mistake, and how to correct it."""

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


def text_problem(file: str, code: str, row: int = 0, field: str = "", **found: object) -> Problem:
    """
    The problem with this code.

    Args:
        file: Path, from the folder that holds the content folder.
        code: A key of `WORDINGS`.
        row: Line in the file; 0 where none applies.
        field: Name of the field; "" where none applies.
        found: What fills the braces of the wording.
    """
    texts = {name: str(value) for name, value in found.items()}
    return Problem(file, row, field, f"content-{code}", *(text.format_map(texts) for text in WORDINGS[code]))


def nearest(name: str, known: Iterable[str]) -> str:
    """The known names most like an unknown one, separated by commas; the first few where none is alike."""
    names = sorted(set(known))
    near = [known_name for known_name in names if name and known_name.startswith(name)][:_MOST_NEAR]
    near += [match for match in get_close_matches(name, names, n=_MOST_NEAR, cutoff=0.5) if match not in near]
    return ", ".join(near[:_MOST_NEAR] or names[:_MOST_LISTED])


def shortened(text: str) -> str:
    """A text as a message quotes it: cut when long."""
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
            "the file does not start with fields.",
            "Börja med rader som ”Title: Rubriken”. Sedan kommer en tom rad och texten.",
            "Start with lines such as “Title: The heading”, followed by an empty line and the text.",
        ),
        "not-a-field": Wording(
            "”{found}” är inte en rad av formen ”Fält: värde”.",
            "“{found}” is not a line of the form “Field: value”.",
            "Skriv ”Fält: värde”. Om värdet fortsätter på nästa rad ska den raden börja med fyra mellanslag. "
            "Lämna en tom rad före texten.",
            "Write “Field: value”. If the value continues on the next line, begin that line with four spaces. "
            "Leave an empty line before the text.",
        ),
        "unknown-field": Wording(
            "fältet ”{found}” finns inte.",
            "there is no field called “{found}”.",
            "Menade du {near}? Rätta eller ta bort raden.",
            "Did you mean {near}? Correct or remove the line.",
        ),
        "repeated-field": Wording(
            "fältet förekommer två gånger.",
            "the field appears twice.",
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
            "”{found}” är inte ett giltigt värde.",
            "“{found}” is not a valid value.",
            "Tillåtet: {allowed_sv}.",
            "Allowed: {allowed_en}.",
        ),
        "too-long": Wording(
            "texten är {count} tecken lång.",
            "the text is {count} characters long.",
            "Korta ned den till högst {most} tecken.",
            "Shorten it to {most} characters at most.",
        ),
        "unknown-tag": Wording(
            "”{found}” är varken en målgrupp, ett mått, ett perspektiv eller en metod.",
            "“{found}” is not a target group, a measure, a perspective or a method.",
            "Menade du {near}? Alla namn finns i data/standard/.",
            "Did you mean {near}? All names are listed in data/standard/.",
        ),
        "no-such-file": Wording(
            "filen ”{found}” finns inte.",
            "the file “{found}” does not exist.",
            "Lägg filen i content/ och skriv sökvägen därifrån, som bilder/omslag.svg. Menade du {near}?",
            "Put the file in content/ and write its path from there, such as bilder/omslag.svg. Did you mean {near}?",
        ),
        "needs-field": Wording(
            "fältet ”{name}” krävs när ”{because}” används.",
            "the field “{name}” is required when “{because}” is used.",
            "Lägg till raden ”{name}: …”. Tillåtet: {allowed_sv}.",
            "Add the line “{name}: …”. Allowed: {allowed_en}.",
        ),
        "consent": Wording(
            "bilden visar barn, men det framgår inte att samtycke finns.",
            "the picture shows children, but nothing says that consent has been given.",
            "Skriv ”Image_consent: yes” om vårdnadshavarna och barnet har samtyckt skriftligt. "
            "Välj annars en annan bild.",
            "Write “Image_consent: yes” if the guardians and the child have consented in writing. "
            "Otherwise choose another picture.",
        ),
        "differs": Wording(
            "värdet är inte samma som i {other}.",
            "the value is not the same as in {other}.",
            "Skriv samma värde på båda språken.",
            "Write the same value in both languages.",
        ),
        "no-such-issue": Wording(
            "numret ”{found}” finns inte.",
            "there is no issue “{found}”.",
            "Menade du {near}? Ett nummer är en fil i content/humant/.",
            "Did you mean {near}? An issue is a file in content/humant/.",
        ),
        "empty-text": Wording(
            "filen har ingen text under fälten.",
            "the file has no text below the fields.",
            "Skriv texten efter en tom rad.",
            "Write the text after an empty line.",
        ),
        "heading-order": Wording(
            "rubriken ”{found}” hoppar över en nivå eller är en huvudrubrik.",
            "the heading “{found}” skips a level or is a main heading.",
            "Börja med ## och gå ned en nivå i taget. Huvudrubriken hämtas från Title.",
            "Start with ## and go down one level at a time. The main heading is taken from Title.",
        ),
        "no-alternative-text": Wording(
            "bilden ”{found}” saknar en beskrivning för läsare som inte ser den.",
            "the picture “{found}” has no description for readers who cannot see it.",
            "Beskriv bilden: ![Vad bilden visar](bilder/…).",
            "Describe the picture: ![What the picture shows](bilder/…).",
        ),
        "marker-in-picture": Wording(
            "märket ”{found}” står i beskrivningen av en bild.",
            "the marker “{found}” is in the description of a picture.",
            "Flytta märket till texten. Beskriv bilden med ord.",
            "Move the marker to the text. Describe the picture in words.",
        ),
        "bad-link": Wording(
            "länken ”{found}” leder varken till en sida på webbplatsen eller till en säker adress.",
            "the link “{found}” leads neither to a page on this site nor to a secure address.",
            "Skriv https://… för andra webbplatser och {{filename}}artiklar/namn.sv.md för en text här. "
            "Menade du {near}?",
            "Write https://… for other sites and {{filename}}artiklar/namn.en.md for a text on this one. "
            "Did you mean {near}?",
        ),
        "fact-columns": Wording(
            "raden har fel kolumner.",
            "the row has the wrong columns.",
            "Kolumnerna ska vara {columns}, med komma emellan.",
            "The columns must be {columns}, separated by commas.",
        ),
        "fact-twice": Wording(
            "”{found}” förekommer två gånger.",
            "“{found}” appears twice.",
            "Ge varje faktum ett eget namn.",
            "Give each fact a name of its own.",
        ),
        "fact-fakta_id": _in_register(
            "ett namn med små bokstäver a–z, siffror och bindestreck",
            "a name in lower-case letters a–z, digits and hyphens",
        ),
        "fact-namn_sv": _in_register("text", "text"),
        "fact-namn_en": _in_register("text", "text"),
        "fact-varde": _in_register("ett tal med decimalpunkt", "a number with a decimal point"),
        "fact-enhet": _in_register("GBP, SEK, antal, procent eller kvot", "GBP, SEK, antal, procent or kvot"),
        "fact-ar": _in_register("ett år med fyra siffror", "a four-digit year"),
        "fact-kalla": _in_register("källans namn", "the name of the source"),
        "fact-kalla_lank": _in_register(
            "tomt eller en adress som börjar med https://", "empty or an address that begins with https://"
        ),
        "fact-kontrollerad": _in_register("ett datum som 2026-11-16", "a date such as 2026-11-16"),
        "broken-marker": Wording(
            "märket ”{found}” går inte att tolka.",
            "the marker “{found}” cannot be understood.",
            "Skriv till exempel {{{{value malgrupp/matt_id/utforare period=2020/2022 release=2024-05-15}}}}. "
            "Tillåtet: {allowed}. Diagram och tabeller ska stå ensamma på en rad, med en tom rad före och efter.",
            "Write, for example, {{{{value malgrupp/matt_id/utforare period=2020/2022 release=2024-05-15}}}}. "
            "Allowed: {allowed}. Charts and tables must be alone on a line, with an empty line before and after.",
        ),
        "unknown-name": Wording(
            "”{found}” finns inte ({what}).",
            "“{found}” does not exist ({what}).",
            "Menade du {near}?",
            "Did you mean {near}?",
        ),
        "no-figure": Wording(
            "det finns ingen publicerad siffra för ”{found}”.",
            "there is no published figure for “{found}”.",
            "Välj en period och en utförare som visas i utgåvan. Tillgängliga perioder: {near}.",
            "Choose a period and a provider that the release shows. Available periods: {near}.",
        ),
        "same-reader": Wording(
            "samma person har skrivit och läst texten.",
            "the text was read by the person who wrote it.",
            "Låt någon annan läsa texten och skriv den personens funktion.",
            "Have somebody else read it, and write that person’s function.",
        ),
        "personal-number-in-text": Wording(
            "texten verkar innehålla ett personnummer eller samordningsnummer.",
            "the text appears to contain a personal identity number.",
            "Ta bort det. Om det gäller ett barn ska du genast anmäla det till den som ansvarar för uppgifterna.",
            "Remove it. If it belongs to a child, report it immediately to the person responsible for the data.",
        ),
        "likely-name-in-text": Wording(
            "texten verkar nämna en person.",
            "the text appears to name a person.",
            "Skriv funktionen i stället för namnet, och skriv aldrig om en enskild ung person.",
            "Write the function instead of the name, and never write about an individual young person.",
        ),
        "number-beside-hidden": Wording(
            "texten innehåller ett tal, men någon av siffrorna den handlar om är dold eller visas som ett spann.",
            "the text contains a number, but one of the figures it is about is hidden or shown as a range.",
            "Skriv utan tal. Årtal går bra.",
            "Write without numbers. Years are fine.",
        ),
    }
)
