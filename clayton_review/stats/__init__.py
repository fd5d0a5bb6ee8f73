"""Estimation and disclosure control: plain arrays in, values and masks out; no Django."""
