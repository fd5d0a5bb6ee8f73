"""People, roles, permissions and sign-in."""
