"""A CSV file of a release in other forms: a twin that opens in Excel with Swedish settings, and Parquet."""

import csv
import io
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Final

from open_comparisons.files.release.fields import INTEGER, NUMBER, STRING, FileColumn

_MARK: Final = "\ufeff"
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def excel_twin(text: str, fields: Sequence[FileColumn]) -> str:
    """
    A canonical CSV file in the form that Excel reads with Swedish settings; numbers stay numbers.

    That is semicolons, decimal commas, a byte order mark and CRLF.

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


def can_write_parquet() -> bool:
    """True where Parquet can be written: pyarrow is installed (the extra `parquet`)."""
    return find_spec("pyarrow") is not None


def parquet(text: str, fields: Sequence[FileColumn]) -> bytes:
    """A canonical CSV file as Parquet: text, whole numbers and numbers, blank cells as null."""
    import pyarrow as pa  # here, since it is an optional extra
    import pyarrow.parquet as pq

    rows = csv.reader(io.StringIO(text, newline=""))
    next(rows)
    columns = list(zip(*rows, strict=True)) or [()] * len(fields)
    read = {INTEGER: int, NUMBER: float}
    types = {INTEGER: pa.int64(), NUMBER: pa.float64()}
    arrays = [
        pa.array(
            [read.get(column.type, str)(cell) if cell else None for cell in cells], types.get(column.type, pa.string())
        )
        for column, cells in zip(fields, columns, strict=True)
    ]
    buffer = io.BytesIO()
    pq.write_table(pa.table(arrays, names=[column.name for column in fields]), buffer, compression="snappy")
    return buffer.getvalue()
