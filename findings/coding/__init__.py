"""Code book, quotes cut from texts, and the codes put on them."""
