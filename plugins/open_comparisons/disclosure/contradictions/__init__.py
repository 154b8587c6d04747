"""Counts that cannot all be true, and how a provider is shown where to look."""
