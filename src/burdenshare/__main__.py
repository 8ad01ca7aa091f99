"""Run the command line: ``python -m burdenshare``."""

from burdenshare.cli import main

if __name__ == "__main__":
    main()
