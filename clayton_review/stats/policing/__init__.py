"""Rates, disparity indices, search outcomes and the veil of darkness for police stops."""
