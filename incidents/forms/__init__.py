"""The forms of incidents and their parts."""
