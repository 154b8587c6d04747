"""A CSV file of a release as Parquet, where pyarrow is installed (the extra `parquet`)."""

import csv
import io
from collections.abc import Sequence
from importlib.util import find_spec

from open_comparisons.files.release.fields import INTEGER, NUMBER, FileColumn


def can_write() -> bool:
    """True where Parquet can be written."""
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
