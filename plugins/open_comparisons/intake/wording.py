"""
What each check says, in Swedish and English: the finding, and what to do about it.

Messages are public. None of them repeats a number from a column of numbers, an identifier that failed its check, or
free text; what a cell of codes holds is repeated through `shown`, which leaves out short numbers and personal numbers.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from open_comparisons.errors import Problem
from open_comparisons.standard.identifiers import has_personal_number

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST_SHOWN: Final = 60
_PROTECT_SV: Final = (
    "Kör open-comparisons protect på filen med verkliga tal, med alla tidigare utgåvor angivna, och lämna den på nytt."
)
_PROTECT_EN: Final = (
    "Run open-comparisons protect on the file of true numbers, with all earlier releases given, and submit it again."
)
_MOST_LISTED: Final = 12


class Wording(NamedTuple):
    """The message and the remedy of one check; braces are filled with what was found."""

    message_sv: str
    message_en: str
    remedy_sv: str
    remedy_en: str


def shown(cell: str) -> str:
    """A cell as a message may repeat it: cut when long, "…" where it could be a count or a personal number."""
    if has_personal_number(cell) or re.fullmatch(r"[-+]?\d{1,3}([.,]\d*)?|\D{0,3}\d{6,8}\D?\d{4}\D{0,3}", cell):
        return "…"
    plain = "".join(letter if letter.isprintable() else "\ufffd" for letter in cell)
    return plain if len(plain) <= _LONGEST_SHOWN else plain[: _LONGEST_SHOWN - 1] + "…"


def problem(file: str, code: str, row: int = 0, column: str = "", **found: object) -> Problem:
    """
    The problem that a check with this code reports.

    Args:
        file: Path as the caller wrote it.
        code: A key of `WORDINGS`.
        row: Row as a spreadsheet shows it; 0 where none applies.
        column: Column name; "" where none applies.
        found: What fills the braces of the wording.
    """
    texts = {key: _listed(value) for key, value in found.items()}
    return Problem(file, row, column, code, *(text.format_map(texts) for text in WORDINGS[code]))


def _listed(value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    more = ", …" if len(value) > _MOST_LISTED else ""
    return ", ".join(map(str, value[:_MOST_LISTED])) + more


WORDINGS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        # The file
        "empty-file": Wording(
            "filen är tom.",
            "the file is empty.",
            "Lämna en fil med en rubrikrad och minst en rad data.",
            "Hand in a file with a header row and at least one row of data.",
        ),
        "no-rows": Wording(
            "filen har en rubrikrad men inga rader med data.",
            "the file has a header row but no rows of data.",
            "Lägg till rader. En utförare som inte lämnar något ska inte ha någon fil.",
            "Add rows. A provider that hands in nothing has no file.",
        ),
        "not-a-text-file": Wording(
            "filen går inte att läsa som text (UTF-8, UTF-16 med BOM eller Windows-1252).",
            "the file cannot be read as text (UTF-8, UTF-16 with BOM, or Windows-1252).",
            "Spara kalkylarket som ”CSV UTF-8” och lämna den filen, inte själva arbetsboken.",
            "Save the spreadsheet as “CSV UTF-8” and hand in that file, not the workbook itself.",
        ),
        "broken-quoting": Wording(
            "citattecknen går inte ihop från och med den här raden, så resten av filen kunde inte läsas.",
            "the quotation marks do not match from this row on, so the rest of the file could not be read.",
            "Avsluta varje citat, och skriv ett citattecken inne i en cell som två.",
            "Close every quotation, and write a quotation mark within a cell as two.",
        ),
        "garbled-text": Wording(
            "texten har förvanskade tecken, som ”Ã¥” i stället för ”å”.",
            "the text has garbled characters, such as “Ã¥” for “å”.",
            "Exportera filen på nytt från källan som UTF-8.",
            "Export the file from its source again, as UTF-8.",
        ),
        "wrong-number-of-cells": Wording(
            "raden har {found} celler men rubriken har {expected}.",
            "the row has {found} cells but the header has {expected}.",
            'Kontrollera avgränsaren, och sätt citattecken om celler som innehåller den (till exempel "77,5").',
            'Check the delimiter, and put quotation marks round cells that contain it (such as "77,5").',
        ),
        "missing-column": Wording(
            "kolumnen saknas.",
            "the column is missing.",
            "Utgå från den tomma mallen och behåll dess kolumner.",
            "Start from the blank template and keep its columns.",
        ),
        "unknown-column": Wording(
            "kolumnen finns inte i standarden.",
            "the column is not in the standard.",
            "Ta bort kolumnen, eller rätta namnet till ett av: {known}.",
            "Remove the column, or correct its name to one of: {known}.",
        ),
        "duplicate-column": Wording(
            "kolumnen finns mer än en gång.",
            "the column occurs more than once.",
            "Behåll en av dem.",
            "Keep one of them.",
        ),
        "column-without-name": Wording(
            "kolumn nummer {place} har ingen rubrik.",
            "column number {place} has no heading.",
            "Ge kolumnen dess namn ur standarden, eller ta bort den.",
            "Give the column its name from the standard, or remove it.",
        ),
        "person-rows": Wording(
            "filen ser ut att ha en rad per person. Här tas bara summerade uppgifter emot.",
            "the file seems to have a row per person. Only aggregates are accepted here.",
            "Skicka inte filen vidare. Summera per utförare, mått och period, och ta bort allt som pekar ut en person.",
            "Do not pass the file on. Add up by provider, measure and period, and remove all that points out a person.",
        ),
        # Cells
        "missing-value": Wording(
            "cellen är tom men måste ha ett värde.",
            "the cell is blank but must have a value.",
            "Fyll i cellen. Uteblivna siffror uttrycks med status, inte med en tom cell.",
            "Fill in the cell. Figures that are absent are told by the status, not by a blank cell.",
        ),
        "not-a-number": Wording(
            "cellen är inte ett tal.",
            "the cell is not a number.",
            "Skriv bara siffror, med punkt eller komma före decimalerna: inga enheter, ”-” eller ”<5”.",
            "Write digits only, with a point or comma before the decimals: no units, no “-” or “<5”.",
        ),
        "ambiguous-number": Wording(
            "talet slutar på ,000 eller .000 och kan betyda tusental eller decimaler.",
            "the number ends in ,000 or .000 and may mean thousands or decimals.",
            "Skriv tusental utan skiljetecken (12000) och hela tal utan decimaler (12).",
            "Write thousands without a mark (12000) and whole numbers without decimals (12).",
        ),
        "not-a-whole-number": Wording(
            "talet ska vara ett heltal.",
            "the number must be whole.",
            "Skriv antalet utan decimaler.",
            "Write the count without decimals.",
        ),
        "number-out-of-range": Wording(
            "talet är mindre än {low} eller större än {high}.",
            "the number is below {low} or above {high}.",
            "Rätta talet. En andel skrivs i procent, 0–100.",
            "Correct the number. A share is written in percent, 0–100.",
        ),
        "scientific-notation": Wording(
            "cellen är skriven som potens (1,2E+05), vilket kan ha förlorat siffror.",
            "the cell is in scientific notation (1.2E+05), which may have lost digits.",
            "Formatera kolumnen som text eller heltal i kalkylarket och hämta värdet på nytt från källan.",
            "Format the column as text or whole number in the spreadsheet, and take the value from its source again.",
        ),
        "mixed-decimal-marks": Wording(
            "filen blandar decimalpunkt och decimalkomma; här byter den.",
            "the file mixes decimal points and decimal commas; it changes here.",
            "Använd samma decimaltecken i hela filen.",
            "Use the same decimal mark throughout the file.",
        ),
        "too-many-decimals": Wording(
            "värdet har fler decimaler än måttets {decimals}.",
            "the value has more decimals than the {decimals} of the measure.",
            "Avrunda till {decimals} decimaler.",
            "Round to {decimals} decimals.",
        ),
        "text-too-long": Wording(
            "texten är längre än {length} tecken.",
            "the text is longer than {length} characters.",
            "Korta texten; metodanteckningar hör hemma i inlämningens JSON-fil.",
            "Shorten the text; notes on method belong in the submission's JSON file.",
        ),
        "malformed-cell": Wording(
            "cellen har inte den form som standarden kräver ({pattern}).",
            "the cell does not have the form that the standard demands ({pattern}).",
            "Skriv cellen så som kolumnens beskrivning visar.",
            "Write the cell as the column's description shows.",
        ),
        "not-a-date": Wording(
            "cellen är inte ett datum.",
            "the cell is not a date.",
            "Skriv datumet som ÅÅÅÅ-MM-DD.",
            "Write the date as YYYY-MM-DD.",
        ),
        # Identifiers and codes
        "personal-number-as-identifier": Wording(
            "numret är ett personnummer (enskild firma) och får inte publiceras.",
            "the number is a personal number (a sole trader) and must not be published.",
            "Ta bort numret ur filen och be om en annan beteckning för utföraren.",
            "Remove the number from the file and ask for another identifier for the provider.",
        ),
        "malformed-identifier": Wording(
            "numret är inte ett organisationsnummer på formen NNNNNN-NNNN.",
            "the number is not an organisation number of the form NNNNNN-NNNN.",
            "Skriv tio siffror med bindestreck före de fyra sista.",
            "Write ten digits with a hyphen before the last four.",
        ),
        "wrong-check-digit": Wording(
            "organisationsnumrets kontrollsiffra stämmer inte.",
            "the check digit of the organisation number is wrong.",
            "Jämför med registreringsbeviset; någon siffra är fel.",
            "Compare with the certificate of registration; a digit is wrong.",
        ),
        "unknown-area-code": Wording(
            "”{found}” är inte en av standardens områdeskoder.",
            "“{found}” is not one of the standard's area codes.",
            "Skriv koden ur standardens lista, som text med inledande nollor (till exempel 0581).",
            "Write the code from the standard's list, as text with leading zeros (such as 0581).",
        ),
        "unknown-code": Wording(
            "”{found}” är inte en kod som standarden har här. Närmast: {known}.",
            "“{found}” is not a code that the standard has here. Nearest: {known}.",
            "Skriv en av standardens koder, eller föreslå en ny till standarden.",
            "Write one of the standard's codes, or propose a new one for the standard.",
        ),
        "target-group-of-another-dataset": Wording(
            "målgruppen {found} hör till datamängden {dataset}.",
            "the target group {found} belongs to the dataset {dataset}.",
            "Flytta raden till den datamängdens fil.",
            "Move the row to that dataset's file.",
        ),
        "measure-not-defined-for-target-group": Wording(
            "måttet är inte definierat för målgruppen {expected}.",
            "the measure is not defined for the target group {expected}.",
            "Ta bort raden, eller sätt status ej-tillampligt utan siffror.",
            "Remove the row, or set the status ej-tillampligt without numbers.",
        ),
        "measure-version-differs": Wording(
            "måttets version är {expected} i standarden.",
            "the version of the measure is {expected} in the standard.",
            "Räkna fram värdet enligt den versionen och skriv {expected}.",
            "Work out the value by that version and write {expected}.",
        ),
        "measure-version-not-described": Wording(
            "standarden beskriver inte längre version {expected} av måttet.",
            "the standard no longer describes version {expected} of the measure.",
            "Lägg versionen, som den var, under earlier_versions i måttet.",
            "Put the version, as it was, under earlier_versions of the measure.",
        ),
        "cohort-differs-from-measure": Wording(
            "måttet räknas på kohorten {expected}.",
            "the measure is counted on the cohort {expected}.",
            "Räkna på kohorten {expected} och skriv den koden.",
            "Count on the cohort {expected} and write that code.",
        ),
        "missing-instrument": Wording(
            "enkätens eller instrumentets namn saknas.",
            "the name of the survey or instrument is missing.",
            "Skriv namn och version.",
            "Write its name and version.",
        ),
        "missing-reason": Wording(
            "status {status} kräver en orsak.",
            "the status {status} demands a reason.",
            "Skriv en kod ur listan över orsaker.",
            "Write a code from the list of reasons.",
        ),
        "unknown-provider": Wording(
            "utföraren finns inte i utförarregistret.",
            "the provider is not in the directory of providers.",
            "Rätta beteckningen, eller lägg till utföraren i registret.",
            "Correct the identifier, or add the provider to the directory.",
        ),
        "row-differs-from-directory": Wording(
            "cellen skiljer sig från utförarregistret, där det står ”{expected}”.",
            "the cell differs from the directory of providers, which says “{expected}”.",
            "Skriv som i registret, eller rätta registret.",
            "Write as the directory does, or correct the directory.",
        ),
        "personal-number-in-text": Wording(
            "texten ser ut att innehålla ett personnummer eller samordningsnummer.",
            "the text seems to hold a personal number or coordination number.",
            "Ta bort det innan filen skickas. Har den redan skickats: säg till mottagaren genast.",
            "Remove it before the file is sent. If it has been sent: tell the receiver at once.",
        ),
        "likely-name-in-text": Wording(
            "texten ser ut att nämna en person.",
            "the text seems to name a person.",
            "Skriv utan namn. Ett namn på en metod eller verksamhet kan behöva skrivas på annat sätt.",
            "Write without names. The name of a method or a home may have to be put in another way.",
        ),
        # Periods and keys
        "invalid-period": Wording(
            "”{found}” är inte en period.",
            "“{found}” is not a period.",
            "Skriv till exempel 2021, 2020/2022, 2021-04/2022-03 eller 2022-03-31; båda ändarna ingår.",
            "Write for example 2021, 2020/2022, 2021-04/2022-03 or 2022-03-31; both ends are included.",
        ),
        "period-changed-by-spreadsheet": Wording(
            "”{found}” ser ut som en period som ett kalkylprogram har gjort om till datum.",
            "“{found}” looks like a period that a spreadsheet has turned into a date.",
            "Formatera kolumnen som text och skriv perioden på nytt, till exempel 2021 eller 2020/2022.",
            "Format the column as text and write the period again, such as 2021 or 2020/2022.",
        ),
        "period-outside-reason": Wording(
            "perioden {found} börjar orimligt tidigt, eller slutar efter den dag då siffrorna lämnades.",
            "the period {found} begins unreasonably early, or ends after the day the figures were handed in.",
            "Rätta årtalet.",
            "Correct the year.",
        ),
        "price-too-early": Wording(
            "perioden är inte hela år, eller slutade för mindre än {months} månader sedan, och måttet är ett pris.",
            "the period is not whole years, or ended less than {months} months ago, and the measure is a price.",
            "Lämna priser bara för avslutade hela år som är minst {months} månader gamla. Ta bort raden tills vidare.",
            "Submit prices only for closed whole years at least {months} months old. Leave the row out for now.",
        ),
        "duplicate-key": Wording(
            "raden har samma nyckel som rad {first}.",
            "the row has the same key as row {first}.",
            "Behåll en av raderna. Två skrivsätt för samma period (2021 och 2021-01/2021-12) är samma nyckel.",
            "Keep one of the rows. Two spellings of one period (2021 and 2021-01/2021-12) are the same key.",
        ),
        "provider-in-two-files": Wording(
            "filen har rader för {provider}, som också finns i {other}.",
            "the file has rows for {provider}, which is in {other} as well.",
            "Samla utförarens rader i en fil.",
            "Gather the provider's rows in one file.",
        ),
        "overlapping-periods": Wording(
            "perioden {found} överlappar delvis den på rad {first}; skillnaden skulle visa det som ingen av dem visar.",
            "the period {found} overlaps in part that of row {first}; the difference would show what neither does.",
            "Använd perioder som inte överlappar, eller där den ena ryms i den andra.",
            "Use periods that do not overlap, or where one lies within the other.",
        ),
        "more-than-one-breakdown": Wording(
            "raden är uppdelad på mer än ett sätt.",
            "the row is broken down in more than one way.",
            "Dela upp på ett sätt i taget; sätt de andra till sin totalkod.",
            "Break down in one way at a time; set the others to their code for the total.",
        ),
        "breakdown-outside-window": Wording(
            "raden är uppdelad men perioden är inte {years} hela år.",
            "the row is broken down but the period is not {years} whole years.",
            "Dela bara upp den sammanslagna perioden om {years} år; enstaka år visas i sin helhet.",
            "Break down the pooled period of {years} years only; single years are shown whole.",
        ),
        "unit-row": Wording(
            "raden gäller en enhet, och sådana rader visas inte i den här utgåvan.",
            "the row is about a unit, and such rows are not shown in this release.",
            "Lämna utförarens totala siffror, eller öppna enhetsrader i metadata.json med ett skäl.",
            "Hand in the provider's total, or open unit rows in metadata.json with a reason.",
        ),
        # Numbers
        "missing-number": Wording(
            "status {status} kräver ett tal här för det här måttet.",
            "the status {status} demands a number here for this measure.",
            "Fyll i talet, eller välj den status som stämmer.",
            "Fill in the number, or choose the status that is true.",
        ),
        "number-forbidden-by-status": Wording(
            "status {status} tillåter inget tal här.",
            "the status {status} permits no number here.",
            "Töm cellen innan filen skickas, eller välj den status som stämmer.",
            "Empty the cell before the file is sent, or choose the status that is true.",
        ),
        "status-not-for-this-measure": Wording(
            "status {status} kan inte användas för det här slagets mått.",
            "the status {status} cannot be used for this kind of measure.",
            "Använd skyddad när talet inte får visas.",
            "Use skyddad where the number must not be shown.",
        ),
        "numerator-above-denominator": Wording(
            "täljaren är större än nämnaren.",
            "the numerator is larger than the denominator.",
            "Kontrollera att kolumnerna inte har bytt plats och att båda räknas på samma grupp.",
            "Check that the columns have not changed places and that both count the same group.",
        ),
        "base-differs-between-measures": Wording(
            "nämnaren skiljer sig från den på rad {first}, vars mått räknar samma bas.",
            "the denominator differs from that of row {first}, whose measure counts the same base.",
            "Räkna båda måtten på samma grupp, så som standardens bas säger.",
            "Count both measures on the same group, as the base in the standard says.",
        ),
        "persons-above-denominator": Wording(
            "antalet personer är större än nämnaren.",
            "the number of persons is larger than the denominator.",
            "Varje person räknas minst en gång i nämnaren; rätta det som är fel.",
            "Each person is counted at least once in the denominator; correct what is wrong.",
        ),
        "value-disagrees-with-parts": Wording(
            "värdet stämmer inte med täljaren delad med nämnaren, avrundat till {decimals} decimaler.",
            "the value does not agree with the numerator over the denominator, rounded to {decimals} decimals.",
            "Räkna om värdet; en andel skrivs i procent (31 av 40 är 77,5).",
            "Work out the value again; a share is written in percent (31 of 40 is 77.5).",
        ),
        "total-differs-from-parts": Wording(
            "talet är inte summan av delarna över {over} (rad {parts}).",
            "the number is not the sum of its parts over {over} (rows {parts}).",
            "Rätta delarna eller helheten; var och en räknas i en del och bara en.",
            "Correct the parts or the whole; everyone is counted in one part and one only.",
        ),
        "response-rate-below-threshold": Wording(
            "svarsandelen är under {limit} procent, så status ska vara for-fa-svar.",
            "the response rate is below {limit} percent, so the status must be for-fa-svar.",
            "Sätt status for-fa-svar och behåll bara svarsandelen.",
            "Set the status for-fa-svar and keep the response rate only.",
        ),
        "response-rate-not-below-threshold": Wording(
            "status är for-fa-svar men svarsandelen är inte under {limit} procent.",
            "the status is for-fa-svar but the response rate is not below {limit} percent.",
            "Rätta svarsandelen, eller lämna siffrorna med rätt status.",
            "Correct the response rate, or hand in the numbers with their right status.",
        ),
        "counts-contradict": Wording(
            "antalen går inte ihop med filens övriga rader eller med det som tidigare utgåvor säger.",
            "the counts do not agree with the other rows of the file, or with what earlier releases say.",
            "Rätta antalen. Har ett tidigare publicerat antal rättats: lista raden under corrections i metadata.json.",
            "Correct the counts. If a number published earlier was corrected, list the row in metadata.json.",
        ),
        "small-number-shown": Wording(
            "ett tal som måste skyddas visas (gräns {limit}) för {key}.",
            "a number that must be protected is shown (limit {limit}) for {key}.",
            "Skydda filen innan den skickas: sätt liten-taljare, liten-rest eller skyddad och töm de tal som döljs.",
            "Protect the file before sending: set liten-taljare, liten-rest or skyddad and empty the numbers it hides.",
        ),
        # Directory
        "duplicate-provider": Wording(
            "samma värde finns på rad {first}; det ska vara unikt.",
            "the same value is in row {first}; it must be unique.",
            "Behåll en rad per utförare, med ett eget adressnamn.",
            "Keep one row per provider, with an address name of its own.",
        ),
        "unknown-successor": Wording(
            "efterträdaren finns inte i registret.",
            "the successor is not in the directory.",
            "Skriv adressnamnet på en utförare i registret.",
            "Write the address name of a provider in the directory.",
        ),
        "ends-before-it-begins": Wording(
            "slutdatumet är före startdatumet.",
            "the end date is before the start date.",
            "Rätta ett av datumen.",
            "Correct one of the dates.",
        ),
        # Releases
        "missing-file": Wording(
            "filen saknas.",
            "the file is missing.",
            "Lägg till filen: {why_sv}.",
            "Add the file: {why_en}.",
        ),
        "unknown-file": Wording(
            "filen hör inte till en utgåva.",
            "the file does not belong in a release.",
            "En utgåva har metadata.json och för varje inlämning <namn>.csv och <namn>.json. Flytta annat därifrån.",
            "A release has metadata.json and for each submission <name>.csv and <name>.json. Move anything else.",
        ),
        "unknown-dataset": Wording(
            "mappen är ingen av standardens datamängder: {known}.",
            "the folder is none of the standard's datasets: {known}.",
            "Rätta mappens namn, eller lägg till datamängden i standardens målgrupper.",
            "Correct the folder's name, or add the dataset to the standard's target groups.",
        ),
        "release-name-not-a-date": Wording(
            "en utgåvas mapp ska heta som sitt datum, ÅÅÅÅ-MM-DD.",
            "a release's folder must be named by its date, YYYY-MM-DD.",
            "Byt namn på mappen.",
            "Rename the folder.",
        ),
        "withdrawn-entry": Wording(
            "post {number} är inte en återkallad utgåva.",
            "entry {number} is no withdrawn release.",
            "En post har release och date (datum) och reason ({known}). Kommandot withdraw skriver filen.",
            "An entry has release and date (dates) and reason ({known}). The command withdraw writes the file.",
        ),
        "withdrawn-release-there": Wording(
            "utgåvan är återkallad, men dess filer ligger kvar.",
            "the release is withdrawn, but its files are still there.",
            "Kör open-comparisons withdraw igen; det slutför det som avbröts.",
            "Run open-comparisons withdraw again; it finishes what was interrupted.",
        ),
        "broken-seal": Wording(
            "raden är ingen kontrollsumma.",
            "the line is no checksum.",
            "En rad är 64 tecken, två blanksteg och utgåva/fil. Hämta filen ur historiken; den skrivs av seal.",
            "A line is 64 characters, two blanks and release/file. Take the file from the history; seal writes it.",
        ),
        "sealed-file-changed": Wording(
            "filen hör till en publicerad utgåva och har ändrats.",
            "the file belongs to a published release and has been edited.",
            "Hämta filen som den var ur historiken. En rättelse kommer i en ny utgåva, med skäl.",
            "Take the file as it was from the history. A correction comes in a new release, with its reason.",
        ),
        "sealed-file-missing": Wording(
            "filen hör till en publicerad utgåva och är borta.",
            "the file belongs to a published release and is gone.",
            "Hämta filen ur historiken. Måste en utgåva bort, gör det med open-comparisons withdraw.",
            "Take the file from the history. If a release has to go, use open-comparisons withdraw.",
        ),
        "file-added-to-sealed": Wording(
            "filen har lagts till i en utgåva som redan är publicerad.",
            "the file has been added to a release that is published already.",
            "Ta bort filen härifrån och lägg den i en ny utgåva.",
            "Remove the file from here and put it into a new release.",
        ),
        "release-not-sealed": Wording(
            "utgåvan är publicerad eller ska publiceras, men dess filer är inte förseglade.",
            "the release is published or about to be, but its files are not sealed.",
            "Granska den och kör open-comparisons seal {release}.",
            "Review it and run open-comparisons seal {release}.",
        ),
        "submission-of-another-provider": Wording(
            "raden gäller {provider}, men filen heter {slug}.csv.",
            "the row is about {provider}, but the file is named {slug}.csv.",
            'Flytta raden, eller skriv "providers": "many" i filens JSON om den gäller flera utförare.',
            'Move the row, or write "providers": "many" in the file\'s JSON if it covers several providers.',
        ),
        "audit-band": Wording(
            "ett spann går att göra smalare med hjälp av andra publicerade siffror ({key}).",
            "a range can be made narrower with other published figures ({key}).",
            _PROTECT_SV,
            _PROTECT_EN,
        ),
        "audit-hidden": Wording(
            "ett dolt antal går att räkna ut för nära med hjälp av andra publicerade siffror ({key}).",
            "a hidden count can be worked out too closely with other published figures ({key}).",
            _PROTECT_SV,
            _PROTECT_EN,
        ),
        "audit-base": Wording(
            "en dold nämnare går att räkna ut för nära med hjälp av andra publicerade siffror ({key}).",
            "a hidden denominator can be worked out too closely with other published figures ({key}).",
            _PROTECT_SV,
            _PROTECT_EN,
        ),
        "audit-unlisted": Wording(
            "raden finns inte, men ett litet antal följer av de andra raderna ({key}).",
            "there is no such row, but a small count follows from the other rows ({key}).",
            _PROTECT_SV,
            _PROTECT_EN,
        ),
        "audit-person": Wording(
            "den som är ensam i en annan cell kan räkna ut den här ({key}).",
            "somebody who is alone in another cell can work out this one ({key}).",
            _PROTECT_SV,
            _PROTECT_EN,
        ),
        "audit-undecided": Wording(
            "det går inte att visa att det som är dolt här inte kan räknas ut ({key}).",
            "it cannot be shown that what is hidden here cannot be worked out ({key}).",
            _PROTECT_SV,
            _PROTECT_EN,
        ),
        "audit-contradiction": Wording(
            "publicerade siffror som hör ihop med raden motsäger varandra ({key}).",
            "published figures that hang together with the row contradict each other ({key}).",
            "Rätta siffrorna, och lista rättelsen i metadata.json om en tidigare utgåva hade andra.",
            "Correct the figures, and list the correction in metadata.json if an earlier release had others.",
        ),
        "audit-opened": Wording(
            "raden visas, men en tidigare utgåva dolde den ({key}).",
            "the row is shown, but an earlier release hid it ({key}).",
            "Skriv varför i metadata.json, under “opened”: key och reason. Eller dölj raden igen.",
            "Write why in metadata.json, under “opened”: key and reason. Or hide the row again.",
        ),
        "audit-undeclared": Wording(
            "ett tal är ett annat än i en tidigare utgåva utan att stå bland rättelserna ({key}).",
            "a number is another than in an earlier release without being among the corrections ({key}).",
            "Lista raden i metadata.json, under “corrections”, med skäl. Eller rätta talet.",
            "List the row in metadata.json, under “corrections”, with the reason. Or correct the number.",
        ),
        "audit-known-before": Wording(
            "raden är dold, men en tidigare utgåva visar den: den är redan känd ({key}).",
            "the row is hidden, but an earlier release shows it: it is already known ({key}).",
            "Inget att göra. Den som har sparat den tidigare utgåvan har siffran.",
            "Nothing to do. Whoever kept the earlier release has the figure.",
        ),
        # What a provider sends
        "unsafe-zip": Wording(
            "filen tas inte emot: {why_sv}.",
            "the file is not taken: {why_en}.",
            "Packa bara CSV-filen och JSON-filen, i en vanlig zip utan lösenord, eller skicka dem opackade.",
            "Pack the CSV file and the JSON file only, in a plain zip without a password, or send them unpacked.",
        ),
        "not-one-of-each": Wording(
            "här ska finnas en CSV-fil och en JSON-fil, och ingenting annat.",
            "there must be one CSV file and one JSON file here, and nothing else.",
            "Skicka den skyddade CSV-filen och JSON-filen som beskriver den. Filen med verkliga tal skickas aldrig.",
            "Send the protected CSV file and the JSON file that describes it. The file of true numbers is never sent.",
        ),
        # The right of reply
        "reply-before-preview": Wording(
            "svaret från {slug} är äldre än förhandsvisningen, eller så har ingen förhandsvisning skickats.",
            "the answer of {slug} is older than the preview, or no preview was sent.",
            "Skicka en förhandsvisning (open-comparisons preview) och anteckna svaret på den.",
            "Send a preview (open-comparisons preview), and note the answer to it.",
        ),
        "reply-still-awaited": Wording(
            "{slug} har dagar kvar att svara.",
            "{slug} still has days left to answer.",
            "Vänta till dagen efter den sista, eller anteckna det svar som kommer.",
            "Wait until the day after the last, or note the answer that comes.",
        ),
        "reply-missing": Wording(
            "{slug} har inte svarat på sin förhandsvisning (senast {by}).",
            "{slug} has not answered on its preview (by {by}).",
            "Anteckna svaret med open-comparisons reply {dataset} {release} {slug} SVAR --role FUNKTION.",
            "Note the answer with open-comparisons reply {dataset} {release} {slug} OUTCOME --role ROLE.",
        ),
        "preview-not-sent": Wording(
            "{slug} har inte fått se sina siffror.",
            "{slug} has not been shown its figures.",
            "Skicka en förhandsvisning med open-comparisons preview --provider {slug} -o MAPP.",
            "Send a preview with open-comparisons preview --provider {slug} -o FOLDER.",
        ),
        "declined-with-figures": Wording(
            "utföraren har avböjt, men raderna säger inte det.",
            "the provider has declined, but the rows do not say so.",
            "Ge varje rad status saknas och orsak {reason}, utan tal.",
            "Give each row the status saknas and the reason {reason}, without numbers.",
        ),
        # Files of a repository
        "foreign-file": Wording(
            "filen hör inte hemma under data/.",
            "the file does not belong below data/.",
            "Ta bort den ur commiten (git rm --cached). Siffror tas emot med open-comparisons receive.",
            "Take it out of the commit (git rm --cached). Figures are taken in with open-comparisons receive.",
        ),
        "data-elsewhere": Wording(
            "filen ser ut att vara data eller en packad fil. Data ligger bara under data/.",
            "the file seems to be data or a packed file. Data lie below data/ only.",
            "Ta bort den ur commiten (git rm --cached) och lägg den utanför projektet.",
            "Take it out of the commit (git rm --cached) and keep it outside the project.",
        ),
        "broken-json": Wording(
            "filen är inte giltig JSON ({why}).",
            "the file is not valid JSON ({why}).",
            "Rätta filen; vanliga fel är ett komma för mycket eller citattecken som saknas.",
            "Correct the file; common faults are a comma too many and missing quotation marks.",
        ),
        "metadata-field": Wording(
            "fältet ”{name}” saknas eller har fel form; det ska vara {expected_sv}.",
            "the field “{name}” is missing or has the wrong form; it must be {expected_en}.",
            "Fyll i fältet.",
            "Fill in the field.",
        ),
    }
)
