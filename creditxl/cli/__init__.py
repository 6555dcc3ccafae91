"""The command line: one command a job. It alone, with Excel and LibreOffice, knows of users and prints."""
