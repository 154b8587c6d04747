"""The twin of a CSV file that opens in Excel with Swedish settings: semicolon, decimal comma, byte order mark, CRLF."""

import csv
import io
from collections.abc import Sequence
from typing import Final

from open_comparisons.files.release.fields import STRING, FileColumn

_MARK: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def excel_twin(text: str, fields: Sequence[FileColumn]) -> str:
    """
    A canonical CSV file in the form that Excel reads; numbers stay numbers.

    A text that Excel would take for a formula gets an apostrophe before it, so that opening the file runs no formula.
    """
    rows = csv.reader(io.StringIO(text, newline=""))
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_harmless, next(rows)))
    convert = [_harmless if column.type == STRING else _with_comma for column in fields]
    for row in rows:
        writer.writerow([change(cell) if cell else "" for change, cell in zip(convert, row, strict=True)])
    return _MARK + buffer.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _with_comma(cell: str) -> str:
    return cell.replace(".", ",")
