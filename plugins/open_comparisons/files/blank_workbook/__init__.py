"""
The blank file as a workbook: `book.py` makes it.

`first_sheet.py` is where a newcomer starts, `absent_sheet.py` asks which measures there are no figures for,
`data_sheet.py` has the rows to fill in, `checklist.py` says how far they have come, and `reference_sheets.py` lists
codes and measures. `rules.py` knows what makes a cell wrong, and `sheets.py` has what all of them share.
"""
