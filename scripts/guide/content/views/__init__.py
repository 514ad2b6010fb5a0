"""A guide in one language, for one set of stages: what templates and the handout draw from.

Languages and references are resolved; buyer values are slots. Everything is finished: a template loops and
tests booleans, no more.
"""
