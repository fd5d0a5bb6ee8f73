"""Goals, recommendations, the city's responses, and the progress of both."""
