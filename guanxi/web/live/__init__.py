"""Facts from outside as they happen: what a shop sends, kept at once."""
