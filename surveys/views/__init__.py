"""Pages for residents and pages for the team."""
