"""The code book, the quotes cut from texts, and the codes on them."""
