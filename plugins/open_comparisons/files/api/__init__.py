"""
The static JSON API below `/api/v1/`.

`tree` lists and puts together all files; `records` has their objects, `rows` their rows, and `schemas` their schemas.
"""
