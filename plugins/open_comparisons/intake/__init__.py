"""What may come in: the file standard, reading, checks, disclosure control and releases. Standard library only."""
