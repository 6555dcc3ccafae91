"""`python -m creditxl`: the command line."""

from creditxl.cli.main import run

if __name__ == "__main__":
    run()
