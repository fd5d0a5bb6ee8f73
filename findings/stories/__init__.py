"""Stories and requests to talk that residents send in."""
