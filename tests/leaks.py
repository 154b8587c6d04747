"""A submission that gives its hidden part away, for tests that must refuse it."""

from pathlib import Path

from tests.small_data import rewrite, submissions

MEASURE, PERIOD, HIDDEN, BASE = "planerat-avslut", "2020/2022", 7, 31


def plant_leak(data: Path) -> Path:
    """Leave one file with a total, one part, and another part hidden that follows by subtraction: 7 of 31."""
    file = submissions(data)[0]

    def leak(rows: list[dict[str, str]]) -> None:
        total = next(
            row
            for row in rows
            if (row["matt_id"], row["period"]) == (MEASURE, PERIOD)
            and (row["kon"], row["alder"], row["lagrum"]) == ("T", "alla", "alla")
        )
        numbers = {"T": (40, 100), "K": (HIDDEN, BASE), "M": (40 - HIDDEN, 100 - BASE)}
        rows[:] = [
            total | {
                "kon": sex, "taljare": str(numerator), "namnare": str(denominator), "personer": str(denominator),
                "varde": f"{100 * numerator / denominator:.1f}", "status": "ok",
            }
            for sex, (numerator, denominator) in numbers.items()
        ]  # fmt: skip
        rows[1] |= {"taljare": "", "varde": "", "status": "skyddad"}

    rewrite(file, leak)
    return file
