"""Pictures of screens, taken by a browser with the geometry of what is marked on them, and what is wrong with pictures.

In come the guide's screens and their templates, a live portal or a picture taken by hand; out come `<screen>.png` and
`<screen>.json` in the folder of captures, which are committed, so that a build needs no browser. `pages` renders re-created
screens, `chromium` takes them and the portal's own in a `browser`, `stills` takes in pictures made by hand, and `lint` says
which pictures no longer fit the guide. It imports `figures`, `content`, `loading`, `model` and `core`, but neither `site` nor
`handout`. Its faces are `chromium`, `stills` and `lint`; Playwright is imported when a browser is started, and not before.
"""
