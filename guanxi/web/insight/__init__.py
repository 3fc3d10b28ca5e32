"""What is known: the current profile, customer list and page, value map, why a number is what it is."""
