"""What the numbers say: intervals, group values, control limits and the comparison itself."""
