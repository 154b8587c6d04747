"""The pages of what editors write."""
