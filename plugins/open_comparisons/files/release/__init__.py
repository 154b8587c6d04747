"""
The files of a release, and the numbers behind them.

`results` calculates the numbers once per release, hands them out, and puts all files of a release together. `downloads`
names the files and writes the two central CSV files, `fields` describes their columns, and the other modules write the
other forms: `copies`, `workbook`, `changes` and `descriptions`.
"""
