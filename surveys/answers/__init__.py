"""Answers as residents give them: invitation codes, sealed boxes, opened answer sheets."""
