"""Annotated pictures: what was measured when they were taken, and where numbers and translation labels stand on them.

In come captures and the marks of a `ScreenView`; out come placed marks, which pages and print both draw.
It imports `content`, `loading`, `model` and `core`. Its faces are `guide.figures.gallery` (`gallery_of`) and
`guide.figures.placement` (`placed`).
"""
