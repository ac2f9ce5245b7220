"""The small markup of prose: `parsing` reads it into blocks and inlines, `unparsing` writes it from them."""
