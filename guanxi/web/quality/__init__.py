"""How far the facts can be trusted, and where a number is too poor to use."""
