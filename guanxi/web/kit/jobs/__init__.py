"""Jobs of all rooms: what is written down of them while a worker carries them out."""
