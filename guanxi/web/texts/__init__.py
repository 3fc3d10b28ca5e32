"""What customers write: found, counted by theme, read with its scores, and handed out with people hidden."""
