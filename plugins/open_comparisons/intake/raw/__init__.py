"""From bytes to records of text: what the bytes are, their encoding, the layout of their rows, and clean cells."""
