"""`python -m guide.cli`: the command, where its console script is not on the path."""

from guide.cli.app import main

main()
