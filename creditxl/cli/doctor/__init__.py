"""`creditxl doctor`: whether this machine has what the program needs, line by line, and how to mend what it has not."""

from creditxl.cli.doctor.command import Asked, doctor

__all__ = ["Asked", "doctor"]
