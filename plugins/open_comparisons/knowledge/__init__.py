"""What editors write: fields, library, prose, facts and markers. Texts only."""
