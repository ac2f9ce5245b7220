"""A chart becomes a picture: its shapes are laid out once, and drawn as SVG or as PNG."""
