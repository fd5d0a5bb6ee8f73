"""Interviews, field work and stories, and the findings and recommendations drawn from them."""
