"""Queries over several guides and interviews."""
