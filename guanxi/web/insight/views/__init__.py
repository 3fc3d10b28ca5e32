"""The pages of the insight room."""
