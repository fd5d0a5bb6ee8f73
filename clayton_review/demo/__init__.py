"""The demonstration study; writes only through actions."""
