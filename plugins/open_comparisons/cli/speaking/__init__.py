"""What commands say and ask in the language of the person who runs them: help, mistakes, questions."""
