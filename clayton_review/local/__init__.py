"""The one-command run: embedded services, web, worker and beat under one parent."""
