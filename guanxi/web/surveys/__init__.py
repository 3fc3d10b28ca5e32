"""What is asked: surveys as drafts that are built here, and the versions of them that were opened."""
