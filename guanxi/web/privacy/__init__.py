"""What is known about one person: given out, erased, and kept no longer than needed."""
