"""The Board's dashboard and the public pages; reads issued snapshots only."""
