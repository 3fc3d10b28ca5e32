"""What came of it: facts only, never knowledge, so that no model marks its own homework."""
