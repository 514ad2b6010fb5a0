"""The parts of `guide.content.tailor`: each makes one part of a view from one part of the guide's model.

`edition` says what is published, `wording` resolves texts, `reference` looks up what texts and stages refer to; the others
are named after the views that they make.
"""
