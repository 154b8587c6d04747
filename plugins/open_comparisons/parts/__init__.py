"""What pages are made of: one module per component."""
