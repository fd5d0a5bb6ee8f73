"""Goals, recommendations, the city's responses, and what became of them."""
