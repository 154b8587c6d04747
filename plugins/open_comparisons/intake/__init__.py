"""What may come in: reading, checks, submissions, replies and releases. Standard library only."""
