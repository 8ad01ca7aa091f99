"""Run the command line: ``python -m burdenshare``."""

import sys

try:
    from burdenshare.cli import main
except KeyboardInterrupt:  # before there is anything that could have been left half done
    sys.exit(130)

if __name__ == "__main__":
    main()
