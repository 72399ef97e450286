"""Takes a person out of a home: inbox, landing, warehouse, published files and every kept version."""
