"""The portal of the Clayton Review: settings, shared rooms and the way between them."""
