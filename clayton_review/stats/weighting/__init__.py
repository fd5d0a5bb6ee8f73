"""Weights in named steps (household, raking, trimming) and the report on them."""
