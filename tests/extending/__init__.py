"""Examples of each row of README's table, added to a copy of the project and used there."""
