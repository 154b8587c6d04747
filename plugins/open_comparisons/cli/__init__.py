"""The command `open-comparisons`: one module per verb."""
