"""The checks of a submission: codes, keys, numbers, free text and replies."""
