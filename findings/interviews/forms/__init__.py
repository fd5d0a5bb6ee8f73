"""Forms of guides, interviews, targets and answers."""
