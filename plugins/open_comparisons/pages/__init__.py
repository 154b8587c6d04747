"""Page types, one module each, and the plan of the whole site."""
