"""Open comparisons of outcomes in social care, as a Pelican plugin."""
