"""Base of every citable record: references, revisions, withdrawal, and edits that conflict."""
