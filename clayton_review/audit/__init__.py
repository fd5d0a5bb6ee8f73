"""The append-only, hash-chained record of who did what, and the gapless reference numbers."""
