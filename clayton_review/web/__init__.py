"""Shared parts of all pages: navigation, components, forms, downloads, error pages."""
