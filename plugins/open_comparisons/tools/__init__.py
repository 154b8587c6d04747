"""Storing, sharing out and swapping: general tools that know nothing of the project."""
