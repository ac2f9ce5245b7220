"""A document becomes a PDF that conforms to PDF/UA."""
