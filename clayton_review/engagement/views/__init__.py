"""The engagement's pages: an overview, and the same five pages for each kind of record."""
