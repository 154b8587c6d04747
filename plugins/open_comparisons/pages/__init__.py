"""One module per page type, and the plan of the whole site."""
