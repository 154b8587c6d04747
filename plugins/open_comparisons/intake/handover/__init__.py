"""
What goes between a provider and the one who receives: the package that is sent, and the letter that comes back.

`description.py` is what a provider says about its file, `sheet.py` finds the same answers in a workbook, `package.py`
makes the package and `parcels.py` opens it, `letters.py` answers, and `earlier.py` reads what was published before.
"""
