"""Renderers: one issued snapshot in several formats; pure, they read no database."""
