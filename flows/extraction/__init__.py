"""How connectors read systems that are asked: sessions with limits, windows of time, pages set down until they land."""
