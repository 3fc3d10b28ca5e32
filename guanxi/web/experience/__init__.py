"""Experience: rounds of the seven steps, from what customers say to what is done about it, and back."""
