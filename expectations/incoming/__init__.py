"""What must hold of an incoming batch before it may change the landing."""
