"""What happened: tables of facts, their words, and the store that keeps them."""
