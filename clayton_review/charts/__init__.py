"""Server-drawn SVG charts: each shape holds its data, says its sentence and draws itself."""
