"""Planning: what customers are worth under a plan, and where money for them brings most."""
