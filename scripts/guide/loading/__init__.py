"""YAML files → the model, or every problem with its line, column and cure.

In come the paths of a steps file and of buyers' files; out come frozen models. Raw data ends here. It imports `model` and
`core`, and stands beside `content`. Its face is `guide.loading.loader`.
"""
