"""The tables of the api room."""
