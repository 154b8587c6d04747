"""The language of a command's help and messages: the one asked for, or else that of the machine."""

import locale
import os
from collections.abc import Mapping, Sequence
from typing import Final

from open_comparisons.messages import LANGUAGES

_VARIABLES: Final = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where systems other than Windows say which language a person reads, the strongest first."""
_OPTION: Final = "--lang"
_CALLED: Final[Mapping[str, tuple[str, ...]]] = {"sv": ("sv_", "sv-", "swedish"), "en": ("en_", "en-", "english")}
"""How systems begin the name of a language that is followed by a country."""


def language_asked_for(arguments: Sequence[str]) -> str | None:
    """The language that `--lang` names among the arguments of a command; None where it names none that we have."""
    for place, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == _OPTION:
            value = value or "".join(arguments[place + 1 : place + 2])
            return value if value in LANGUAGES else None
    return None


def language_of_machine() -> str:
    """The language that the machine is set to, where it is one of ours; else the first of ours."""
    named = next((value for name in _VARIABLES if (value := os.environ.get(name))), None)
    name = (named or locale.getlocale()[0] or "").lower()
    return next((lang for lang, begins in _CALLED.items() if name == lang or name.startswith(begins)), LANGUAGES[0])
