"""Publishing by push: judge the commits of a push, build the published branch, and switch sites."""
