"""Participants and their consent, contacts, appointments, and field activities."""
