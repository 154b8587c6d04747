"""The static JSON API below `/api/v1/`."""
