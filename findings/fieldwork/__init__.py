"""Participants' consent and contacts, appointments, and field activities."""
