"""A throw-away question type, added as README says: one file, and one name in `TYPES`."""
