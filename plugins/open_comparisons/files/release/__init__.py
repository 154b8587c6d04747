"""
The files of a release, and the numbers behind them.

`results` calculates the numbers once per release and hands them out; `files` puts all files of a release together.
`downloads` names them and writes the two central CSV files, `fields` describes their columns, and the other modules
each write one form: `excel_twin`, `workbook`, `parquet`, `changes`, `data_package` and `csv_on_the_web`.
"""
