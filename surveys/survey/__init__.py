"""The survey itself: its record, its published questionnaires, its status and dispositions."""
