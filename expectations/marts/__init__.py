"""What must hold of the marts before they may be published."""
