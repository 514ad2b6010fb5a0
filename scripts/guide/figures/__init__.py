"""Annotated pictures: what was measured when they were taken, and where numbers and translation labels stand on them.

In come captures and the marks of a `ScreenView`; out come placed marks, which pages and print both draw. `store` holds
captures; `placement.place_marks` puts `badges` and `labels` where they cover nothing, by the `geometry` of a medium.
It imports `content`, `loading`, `model` and `core`. Its faces are `store` (`gallery_of`) and `placement` (`place_marks`).
"""
