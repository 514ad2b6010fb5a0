"""Pictures of screens: the guide's screens go in, and `docs/assets/captures/<screen>.png` and `.json` come out.

`pages` renders re-created screens, `chromium` takes them and the portal's own in a `browser`, `stills` takes in
pictures made by hand, and `lint` says which pictures no longer fit the guide. A build needs none of it: it reads what
`guide.figures.store` finds.
"""
