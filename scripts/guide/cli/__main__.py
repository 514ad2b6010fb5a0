"""`python -m guide.cli` runs the command where its console script is not on the path."""

from guide.cli.app import main

if __name__ == "__main__":
    main()
