"""The printed guide of one buyer, a tagged PDF.

In come a view, pictures and a buyer's `Substitutions`; out come the bytes of a PDF, the same for the same input. `content/`
says what is printed, the templates in `templates/handout/` how, Typst sets it, and `pdf/` finishes what Typst has made.
It imports `figures`, `content`, `loading`, `model` and `core`, but neither `site` nor `capture`.

Its faces are `guide.handout.renderer` (`handout`) and `guide.handout.glyph_check` (`unprintable`). They are not imported here:
they load Typst, which commands that print nothing do without.
"""
