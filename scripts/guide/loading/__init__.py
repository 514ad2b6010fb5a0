"""From YAML files and logos to a `Guide` and its `Buyer`s, or every problem with its line and column.

Paths come in; `Loaded` (the guide, with the tree of its file) and `Buyer` go out, or an InputError that names all that is
wrong at once, also in the parts of a file whose other parts can't be read. Besides, JSON Schemas for editors and the
strings of the user interface. It may import `guide.model` and `guide.core`.
"""

from guide.loading.loader import Loaded, buyer_file, buyer_files, load_buyer, load_guide

__all__ = ["Loaded", "buyer_file", "buyer_files", "load_buyer", "load_guide"]
