"""Interview guides, interviews with their answers, and participants."""
