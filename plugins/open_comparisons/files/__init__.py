"""Everything published that is not a page: downloads, feeds, calendars, pictures and chart data."""
