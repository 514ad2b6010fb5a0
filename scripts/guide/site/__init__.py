"""The pages of a site, from a view to files of one buyer.

In come views, pictures and a buyer's `Substitutions`; out come, by way of Markdown and MkDocs, a site template that all buyers
of a structure share, and the bytes of one buyer's files. Placeholders are made and read here, and nowhere else.
It imports `figures`, `content`, `loading`, `model` and `core`, but neither `handout` nor `capture`.

Its faces are `guide.site.template_cache` (`site_template_for`) and `guide.site.template` (`render`). They are not imported
here, and import MkDocs only when a template must be built: it takes longer to load than most builds take.
"""
