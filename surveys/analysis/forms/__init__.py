"""Forms of population targets and weightings."""
