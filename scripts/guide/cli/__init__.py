"""The command line: arguments come in, and text on the terminal and an exit code go out.

`app` joins the commands, one module a command, to `guide`; `options` are those that several commands share, `report` turns
errors into messages and exit codes. `preview` serves `mkdocs build` and `mkdocs serve`. Nothing imports this package but
MkDocs' hooks; it may import every other.
"""
