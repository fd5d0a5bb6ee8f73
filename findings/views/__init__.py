"""The pages of interviews, coding, findings and recommendations."""
