"""What is known about one person: gathered, erased, and kept no longer than needed."""
