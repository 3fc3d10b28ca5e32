"""What to do: episodes as follow-ups, calls and their causes; My day."""
