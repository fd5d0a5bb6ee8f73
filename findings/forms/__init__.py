"""What people type about interviews, coding, findings and recommendations."""
