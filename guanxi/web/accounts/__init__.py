"""People: roles and permissions as data, sign-in, language and appearance, API tokens."""
