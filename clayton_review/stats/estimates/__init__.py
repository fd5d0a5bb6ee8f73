"""Design-based estimates and their errors, equal to R's survey package."""
