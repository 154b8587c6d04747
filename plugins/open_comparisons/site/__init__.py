"""Shared by all pages: source, records, outputs, addresses, locales and words."""
