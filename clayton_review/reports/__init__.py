"""The monthly report: snapshot, checks, review, issue, renderers."""
