"""Encryption of confidential fields: a data key per record, wrapped by a key kept elsewhere."""
