"""
Roles of people: "Kvalitetsansvarig", never "Anna Svensson" nor "anna svensson".

A role is known by what it looks like: one of its words says what somebody does or where, in Swedish or English, alone
or at the end of a compound, such as "chef" in "verksamhetschef". Letters that are short for a role, such as VD, do as
well. A rare title is written beside such a word ("ansvarig för hästunderstödda insatser"). No word may be a first name
or a surname in -sson, however it is spelt.
"""

import re
from typing import Final

from open_comparisons.intake.checks.free_text import FIRST_NAMES, may_name_a_person


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ENDINGS: Final = tuple(
    _words(
        """
        chef chefen chefer ansvarig ansvariga ansvarige ledare ledaren ledning ledningen föreståndare
        samordnare direktör direktören sekreterare strateg controller handläggare utvecklare ägare delägare
        innehavare grundare assistent psykolog sköterska sjuksköterska pedagog terapeut behandlare läkare
        administratör ekonom analytiker konsult ombud ombudsman ordförande vice ledamot koordinator utredare
        statistiker forskare rektor jurist förvaltare registrator redaktör specialist expert revisor
        representant företrädare medarbetare personal tekniker inspektör granskare controllern huvudman
        uppgiftslämnare rapportör arkivarie kurator socionom kontaktperson förtroendevald kontakt funktion
        funktionen stab staben stöd support team teamet grupp gruppen enhet enheten avdelning avdelningen
        kansli kansliet kontor kontoret förvaltning förvaltningen region regionen kommun kommunen nämnd
        nämnden styrelse styrelsen myndighet bolag bolaget verksamhet verksamheten tjänst växel reception
        expedition brevlåda byrå byrån central centralen hållare stödjare kommunikatör kontorist konsulent
        ator atör
        """
    )
)
"""What Swedish roles are or end in."""
_WHOLE: Final = _words(
    """
    vd hr it ceo cfo coo cio dpo cqo mas mar sas lex chair chairman chairwoman chairperson chief head lead
    leader manager officer director coordinator administrator supervisor superintendent secretary controller
    analyst statistician developer owner founder principal responsible accountable assistant deputy
    psychologist nurse doctor therapist counsellor counselor teacher economist accountant consultant
    specialist expert auditor lawyer representative contact engineer technician researcher editor planner
    strategist inspector reviewer president trustee governor board department unit office team staff service
    services management administration agency authority council executive quality data statistics information
    support desk registrar matron warden partner adviser advisor counsel kvalitet statistik data
    """
)
"""English words of roles, and short forms in both languages."""
_ORDINARY: Final = _words("jan liv tim")
"""First names that are more often other words."""


def is_role(text: str) -> bool:
    """True where a text is the role of somebody, and holds no name, address or telephone number; a modest guess."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    if may_name_a_person(text) or any(word in FIRST_NAMES - _ORDINARY or _is_surname(word) for word in words):
        return False
    return any(word in _WHOLE or word.endswith(_ENDINGS) for word in words)


def _is_surname(word: str) -> bool:
    return word.endswith("sson") and word != "lesson"
