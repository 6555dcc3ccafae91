"""How long creditxl takes beside what a user would otherwise do."""
