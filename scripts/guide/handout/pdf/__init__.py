"""PDFs as Typst writes them, taken apart and put together again (ISO 32000-1).

In come the bytes of a PDF with stand-ins, of one document or several; out come those of PDFs that have pictures, links and
running heads in their places.
It imports nothing else of the project.
"""
