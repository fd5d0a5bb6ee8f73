"""Pages of guides and interviews."""
