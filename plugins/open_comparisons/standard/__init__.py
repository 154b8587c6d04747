"""The open file standard: its model, loading, history, periods, identifiers and kinds of value."""
