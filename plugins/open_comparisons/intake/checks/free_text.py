"""Checks of free text: no personal numbers, and no likely names of clients."""

import re
from collections.abc import Iterator
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.cells import Table
from open_comparisons.intake.checks.terms import Terms
from open_comparisons.intake.wording import problem
from open_comparisons.standard.identifiers import ORGNR_LUHN, has_personal_number


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST_NAMES: Final = _words(
    """
    adam agnes ahmed alexander ali alice alicia alma alva amanda amina amir anders andreas anna anton arvid astrid
    axel bengt birgitta björn carl charlie christina daniel david ebba edvin elias elin elina elisabeth ella elsa
    elvira emil emilia emma erik eva fatima felicia felix filip freja fredrik gabriel gunnar gustav hanna hannes
    hassan helena hugo ida ines isabella isak jakob jan jenny jesper jessica johan johanna john jonas jonathan
    josefin julia kajsa karin karl kevin kristina lars leia leo leon lena liam lina linda linnea linus lisa liv
    louise lovisa lucas ludvig maja malin malte margareta maria marcus maryam mathias matilda maya melker mikael
    mohamed mohammed molly moa moses nellie nils noah noel nora nova olivia olle oscar oskar patrik peter petra
    pontus rasmus rebecka robin samuel sara sebastian selma signe simon sixten sofia stefan stella stina
    sven theo theodor thea tilda tilde tim tobias tove tuva tyra viktor viktoria vilgot vincent wilhelm wilma
    william yasmin ylva yusuf zahra zainab
    """
)
_NAME: Final = re.compile(rf"\b(?:{'|'.join(map(str.capitalize, sorted(FIRST_NAMES)))})s? [A-ZÅÄÖ][a-zåäöéü-]+")
_CLIENT: Final = re.compile(
    r"\b(?i:pojken|flickan|ungdomen|barnet|killen|tjejen|eleven|klienten|brukaren|patienten|mannen|kvinnan"
    r"|the boy|the girl|the child|client|patient|resident)(?: (?i:vid namn|called|named))? "
    r"(?:[A-ZÅÄÖ][a-zåäöéü-]+|[A-ZÅÄÖ]\.?(?![\w-]))"
)
_ADDRESS: Final = re.compile(r"@|https?:|\d(?:[ -]?\d){5}")
_SURNAME: Final = re.compile(r"\b(?!Lesson\b)[A-ZÅÄÖ][a-zåäöéü]+sson\b")
_PERSON_COLUMNS: Final = _words(
    """
    personnummer personnr pnr persnr samordningsnummer person_id personid klient klient_id klientnamn brukare namn
    förnamn fornamn efternamn född fodd födelsedatum fodelsedatum födelseår fodelsear ssn name first_name firstname
    last_name lastname surname born birthdate birth_date date_of_birth dob client client_id client_name patient_id
    """
)
_OWN_NAMES: Final = frozenset({"provider_name", "unit_name", "name", "slug", "units"})


def free_text_fault(text: str) -> str | None:
    """The code of the check that a free text fails, or None. The names are a modest guess, not a proof of absence."""
    if _NAME.search(text) or _CLIENT.search(text):
        return _personal_number_fault(text) or "likely-name-in-text"
    return _personal_number_fault(text)


def may_name_a_person(role: str) -> bool:
    """True where the role of a person seems to be a name, an address or a telephone number instead; a modest guess."""
    if free_text_fault(role) or _ADDRESS.search(role) or _SURNAME.search(role):
        return True
    return any(word[:1].isupper() and word.lower() in FIRST_NAMES for word in re.findall(r"[^\W\d_]+", role))


def free_text_problems(table: Table, terms: Terms) -> Iterator[Problem]:
    """Personal numbers in any text column, and likely names in columns of free text."""
    for column in table.declared:
        if column.type in {"number", "integer"} or terms.standard.identifiers.get(column.role) == ORGNR_LUHN:
            continue
        free = column.role not in _OWN_NAMES and not {"enum", "pattern"} & column.constraints.keys()
        judge = free_text_fault if free else _personal_number_fault
        for row, text in table.where(column.role, judge):
            yield problem(table.file, judge(text) or "", row, column.name)


def _personal_number_fault(text: str) -> str | None:
    return "personal-number-in-text" if has_personal_number(text) else None


def names_a_person_column(name: str) -> bool:
    """True where a column heading is typical of rows about persons."""
    return name.strip("_") in _PERSON_COLUMNS
