"""Estimates from published numbers: intervals, references, limits, trends and comparisons."""
