"""From a guide and its buyers to sites that stand in a folder, whole or not at all.

In come loaded guides and buyers; out come published sites with manifests, and what is wrong with those that stand there. It
imports `site`, `handout`, `figures`, `content`, `loading`, `model` and `core`. Its faces are `guide.publishing.builder` for one
buyer and `guide.publishing.batch` for many.
"""
