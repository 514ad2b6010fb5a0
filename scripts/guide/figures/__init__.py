"""Annotated pictures: captures and the marks of a screen go in, and places of badges and labels come out.

`store` holds captures; `placement.place_marks` is what pages and print share: it puts `badges` and `labels` where they
cover nothing, by the `geometry` of a medium. How a mark is drawn is the business of `site` and `handout`.
"""
