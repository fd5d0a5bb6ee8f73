"""Models of guides and interviews."""
