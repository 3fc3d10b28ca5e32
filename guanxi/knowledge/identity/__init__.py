"""Which records are the same person: how names are compared, and the pairs that are proposed."""
