"""The manager's page: customer equity, and why it moved."""
