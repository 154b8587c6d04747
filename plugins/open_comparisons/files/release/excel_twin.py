"""The twin of a CSV file that opens in Excel with Swedish settings: semicolon, decimal comma, byte order mark, CRLF."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from open_comparisons.files.release.fields import STRING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from open_comparisons.files.release.fields import FileColumn

_MARK: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def excel_twin(text: str, fields: Sequence[FileColumn]) -> str:
    """
    A canonical CSV file as Excel reads it; numbers stay numbers.

    A text that Excel would take for a formula gets an apostrophe before it, so that opening a file runs nothing.
    """
    rows = csv.reader(io.StringIO(text, newline=""))
    written = io.StringIO(newline="")
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow(map(_harmless, next(rows)))
    convert = [_harmless if one.type == STRING else _with_comma for one in fields]
    for row in rows:
        writer.writerow([change(cell) if cell else "" for change, cell in zip(convert, row, strict=True)])
    return _MARK + written.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _with_comma(cell: str) -> str:
    return cell.replace(".", ",")
