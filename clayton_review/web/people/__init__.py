"""The pages of accounts: people, invitations, sign-in links, and the audit record."""
