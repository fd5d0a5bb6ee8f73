"""The contract: amounts, amendments, expenses, milestones, decisions asked of the Board."""
