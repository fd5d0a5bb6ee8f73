"""The team's pages of populations, weightings, crosstabs and comparisons."""
