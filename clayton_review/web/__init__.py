"""What all pages share: navigation, components, form rendering, downloads, error pages."""
