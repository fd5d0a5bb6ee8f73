"""The append-only, hash-chained record of acts, and the gapless reference numbers."""
