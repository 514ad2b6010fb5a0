"""Pictures of screens, taken by a browser with the geometry of what is marked on them, and what is wrong with pictures.

In come screens and their templates, a live portal or a picture taken by hand; out come committed captures, so that a build
needs no browser. It imports `figures`, `content`, `loading`, `model` and `core`, but neither `site` nor `handout`.
Its faces are `guide.capture.chromium`, `guide.capture.stills` and `guide.capture.lint`. Playwright is imported when a browser is started, and not before.
"""
