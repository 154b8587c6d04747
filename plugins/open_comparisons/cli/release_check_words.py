"""What the list before publication says of each thing that is not right, and what to do about it."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from open_comparisons.errors import Problem
from open_comparisons.intake.wording import Wording


def finding(place: str, code: str, **found: object) -> Problem:
    """The finding with this code, a key of `WORDINGS`, about a file or an address."""
    texts = {name: str(value) for name, value in found.items()}
    return Problem(place, 0, "", f"release-{code}", *(text.format_map(texts) for text in WORDINGS[code]))


WORDINGS: Final = MappingProxyType(
    {
        "no-notes": Wording(
            "utgåvan säger inte vad som är nytt.",
            "the release does not say what is new.",
            "Skriv notes i metadata.json, på båda språken.",
            "Write notes in metadata.json, in both languages.",
        ),
        "one-language": Wording(
            "{what} finns bara på ett språk.",
            "{what} exists in one language only.",
            "Skriv det på det andra språket också.",
            "Write it in the other language too.",
        ),
        "no-next-date": Wording(
            "nästa utgåva har inget datum.",
            "the next release has no date.",
            "Skriv next_release i metadata.json. Läsare och utförare planerar efter det.",
            "Write next_release in metadata.json. Readers and providers plan by it.",
        ),
        "next-date-past": Wording(
            "nästa utgåva ska komma {date}, före utgåvan själv eller före i dag.",
            "the next release is due {date}, before this one or before today.",
            "Rätta next_release i metadata.json.",
            "Correct next_release in metadata.json.",
        ),
        "no-method-text": Wording(
            "inlämningen säger inte hur siffrorna är framtagna.",
            "the submission does not say how its figures were made.",
            "Be utföraren om method_note, på båda språken.",
            "Ask the provider for method_note, in both languages.",
        ),
        "unexplained-change": Wording(
            "{count} värden är andra än i den förra utgåvan utan att ett skäl står i metadata.json.",
            "{count} values differ from the release before without a reason in metadata.json.",
            "Se dem med open-comparisons diff. Lista dem under corrections eller opened, med skäl, eller rätta dem.",
            "See them with open-comparisons diff. List them under corrections or opened, with reasons, or mend them.",
        ),
        "correction-of-nothing": Wording(
            "rättelse nummer {number} gäller inget värde som har ändrats.",
            "correction number {number} is about no value that has changed.",
            "Rätta dess key, eller ta bort den.",
            "Correct its key, or remove it.",
        ),
        "other-licence": Wording(
            "licensen är en annan än standardens ({url}).",
            "the licence is not the standard's ({url}).",
            "Kontrollera att det är avsikten; sidorna visar standardens licens.",
            "Make sure that this is meant; pages show the standard's licence.",
        ),
        "own-limits": Wording(
            "utgåvan har egna gränser för små tal.",
            "the release has limits of its own for small numbers.",
            "Kontrollera skälet i metadata.json med den som ansvarar för dataskydd.",
            "Check the reason in metadata.json with whoever answers for data protection.",
        ),
        "opened": Wording(
            "{count} poster öppnar det som var dolt.",
            "{count} entries open what was hidden.",
            "Kontrollera varje skäl under opened i metadata.json.",
            "Check each reason under opened in metadata.json.",
        ),
        "could-be-worked-out": Wording(
            "{count} dolda siffror går att räkna ut ur en officiell utgivares egna tal.",
            "{count} hidden figures can be worked out from an official publisher's own numbers.",
            "Säg det till utgivaren. Utgåvans sida anger antalet.",
            "Tell the publisher. The release's page gives the number.",
        ),
        "not-sealed": Wording(
            "utgåvan är inte förseglad.",
            "the release is not sealed.",
            "När allt annat är rätt: open-comparisons seal {release}",
            "When all else is right: open-comparisons seal {release}",
        ),
        "embargo": Wording(
            "utgåvan visas först {moment}.",
            "the release is shown from {moment} on.",
            "Bygg och publicera igen efter den tiden; inget visas av sig självt.",
            "Build and publish again after that time; nothing shows by itself.",
        ),
        "dead-link": Wording(
            "länken till {link} leder ingenstans.",
            "the link to {link} leads nowhere.",
            "Rätta länken, eller lägg till det den leder till.",
            "Correct the link, or add what it leads to.",
        ),
        "not-marked": Wording(
            "sidan saknar märket ”för granskning”.",
            "the page lacks the mark “for review”.",
            "Bygg med open-comparisons build --sign-off.",
            "Build with open-comparisons build --sign-off.",
        ),
    }
)
