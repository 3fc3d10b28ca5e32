"""Asking: who is asked, by which link, what they answer, and how the answers become facts."""
