"""
Workbooks (.xlsx) as the same cells of text that a CSV file gives: `read.py` is the way in.

`package.py` opens the zip and refuses what is unsafe, `xml_parts.py` parses a part, `formats.py` knows number formats,
`sheets.py` has the cells of the sheets as stored, `texts.py` makes text of them, and `absent_measures.py` fills in the
rows of measures that the provider says it does not have.
"""
