"""Charts: marks, chart kinds, drawing and label placement."""
