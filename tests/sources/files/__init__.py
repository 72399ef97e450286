"""Files of an object store."""
