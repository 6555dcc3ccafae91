"""What is timed, each a program of its own."""
