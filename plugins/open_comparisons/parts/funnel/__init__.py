"""The funnel plot of a measure."""
