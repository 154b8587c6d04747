"""The texts of editors: fields, library, prose, facts and markers. Texts only."""
