"""
Everything published that is not a page.

- `release/`: the files of one release, as CSV, Excel, Parquet and metadata; its `results` has the numbers behind them.
- `api/`: the static JSON below `/api/v1/`, made from the same lines as the CSV files of the newest releases.
- Modules here: files of the site as a whole, such as feeds, calendars, pictures, chart data, the catalogue, the archive
  of all releases, and blank files to fill in.
"""
