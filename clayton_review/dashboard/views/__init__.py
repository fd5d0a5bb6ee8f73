"""Pages of the dashboard and the public site."""
