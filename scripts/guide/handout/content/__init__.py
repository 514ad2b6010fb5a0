"""What a handout says: from a view to plain data in the names that `templates/handout/` reads.

Nothing is left to look up there, and nothing that a buyer has written is markup from here on. What depends on the buyer is a
`Deferred`. The face of the package is `prints.prints_data`; each other module serializes one part of a view.
"""
