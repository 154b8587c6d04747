"""The files of a release, and the numbers behind them."""
