"""Local runs by one command: set-up, embedded services, web server, worker, beat and checks."""
