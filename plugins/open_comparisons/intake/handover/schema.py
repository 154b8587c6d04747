"""The JSON schema of a submission's description, for programs that write one."""

import json
from typing import Final

from open_comparisons.intake.handover.description import ANSWERS, LONGEST, MANY, ROLES
from open_comparisons.messages import LANGUAGES, say

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_SAYS_SOMETHING: Final = r"[^\W\d_].*[^\W\d_]"
"""Two letters or more, as the check asks for."""


def description_schema() -> str:
    """
    The schema as JSON text, explained in each language.

    It says what a program can know of a description. Whether a role is a name is judged by the check alone.
    """
    fields = {name: _answer(name) for name in ANSWERS}
    schema = {
        "$schema": _DIALECT,
        "title": " / ".join(say(lang, "handover.schema.title") for lang in LANGUAGES),
        "type": "object",
        "required": list(ANSWERS),
        "properties": {
            **fields,
            "providers": {"enum": ["one", MANY, None], "description": _in_each("handover.schema.providers")},
            "protected_by": {
                "type": ["string", "object", "null"],
                "description": _in_each("handover.schema.protected_by"),
            },
            "marks": {"type": ["object", "null"], "description": _in_each("handover.schema.marks")},
            "exempel": {"type": ["boolean", "null"], "description": _in_each("handover.schema.exempel")},
        },
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _answer(name: str) -> dict[str, object]:
    words = {"type": "string", "pattern": _SAYS_SOMETHING, "maxLength": LONGEST[name]}
    about = _in_each(f"handover.answer.{name}.ask")
    if name in ROLES:
        return {**words, "description": about}
    return {
        "type": "object",
        "properties": dict.fromkeys(LANGUAGES, words),
        "additionalProperties": False,
        "minProperties": 1,
        "description": about,
    }


def _in_each(key: str) -> str:
    return " / ".join(say(lang, key) for lang in LANGUAGES)
