"""Late and failed work, jobs and letters, as the lead sees it and tries it again."""
