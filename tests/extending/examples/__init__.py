"""Throw-away examples, one for each row of README's table "One place for each new thing"."""
