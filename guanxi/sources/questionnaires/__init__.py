"""What is asked and what was answered: a survey's document, its route, and its answers as facts."""
