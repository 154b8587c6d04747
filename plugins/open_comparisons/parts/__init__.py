"""Components of pages, one module each."""
