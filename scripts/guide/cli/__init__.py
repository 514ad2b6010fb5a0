"""The commands of `guide`, and what bare MkDocs calls: the one place that prints and exits.

It imports every other package, most of them within the command that needs them, so that `--help` loads neither MkDocs, Typst
nor a browser. Its faces are `guide.cli.app` for the commands and `guide.cli.preview` for `mkdocs serve`.
"""
