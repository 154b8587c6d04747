"""Publishing by push: judging what is pushed, building it and switching sites."""
