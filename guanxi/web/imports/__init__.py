"""Facts from outside: files taken in, seen before they count, and taken back."""
