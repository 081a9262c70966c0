"""People, roles and scope."""
