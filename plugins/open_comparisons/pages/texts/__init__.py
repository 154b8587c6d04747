"""Pages of the texts of editors."""
