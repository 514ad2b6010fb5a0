"""A first guide of one's own: a small complete one, made from `templates/new/` and a few answers.

In come a folder that is new or empty and `Answers`; out comes a guide in that folder that can be built at once, or nothing.
`questions` has what is asked, with its defaults and what each answer may be; `wording` writes a file of the starter with
the answers in it, in the languages that they name; `writer` puts the whole into its place. It imports `loading`, `model` and
`core`.
"""
