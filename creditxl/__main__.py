"""`python -m creditxl`: the command line."""

from creditxl.cli.main import main

if __name__ == "__main__":
    main()
