"""When two customers are one: proposals with their evidence, merging, and taking it back."""
