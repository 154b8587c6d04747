"""The site of real published data: its standard, its converter, its build and its tests."""
