"""A guide in one language, for one set of stages: what templates and the handout draw from.

Languages and references are resolved. Everything is finished but a buyer's values, for each of which a `Value` stands: a
template loops, tests booleans and asks for the texts of values, no more.
"""
