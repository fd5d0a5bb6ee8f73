"""Management of the vault."""
