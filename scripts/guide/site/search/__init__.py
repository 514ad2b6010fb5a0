"""The search index: a view goes in, and one script for each language comes out of `index.search_indexes`.

`entries` collects what can be found (`stage_entries` on the pages of stages, `page_entries` elsewhere) as values of
`entry`, in the words of `phrases`; `pinyin` knows how Chinese characters sound. What is done with the index in the
browser stands in `docs/assets/js/search/`.
"""
