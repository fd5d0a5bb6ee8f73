"""The pages of reports in work, for the team."""
