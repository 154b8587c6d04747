"""The step that signs: the four answers about a submission are judged, and what to save is put together."""

import base64
from collections.abc import Mapping

from open_comparisons.intake.handover.description import (
    ANSWERS,
    answer_problems,
    describe,
    description_json,
    description_problems,
)
from open_comparisons.intake.handover.package import file_name, package
from open_comparisons.messages import say
from open_comparisons.provider_tool.records import AnswerProblem, SignedRecord
from open_comparisons.standard.model import Thresholds


def sign(answers: Mapping[str, str], csv: str, slug: str, limits: Thresholds, lang: str) -> SignedRecord:
    """
    The files to save of a protected file and of the answers about it.

    Args:
        answers: By the names in `intake.handover.description.ANSWERS`, as they were written.
        csv: The protected file.
        slug: A name for the files.
        limits: A count of persons below them may not be told in an answer.
        lang: The language of the answers, and of the problems.
    """
    name = file_name(slug)
    description = describe(answers, lang)
    file = f"{name}.json"
    found = [(field, each) for field in ANSWERS for each in answer_problems(description, field, file, limits)]
    in_an_answer = {each for _, each in found}
    found += [("", each) for each in description_problems(description, file, limits) if each not in in_an_answer]
    if found:
        problems = tuple(AnswerProblem(field, f"{each.message(lang)} {each.remedy(lang)}") for field, each in found)
        return SignedRecord(problems, say(lang, "intake.summary.problems", count=len(found)))
    text = description_json(description)
    packed = base64.b64encode(package(name, csv, text)).decode()
    return SignedRecord((), "", name, csv, text, packed)
