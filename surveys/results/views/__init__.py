"""The team's pages of results, response rates, methodology and recomputation."""
