"""What a guide and a buyer are: frozen models, unknown keys forbidden, no I/O.

Plain data come in, as the YAML reader gives them: `data/steps.yaml` makes a `Guide`, and `data/buyers/<slug>.yaml` an
object of the class that `buyer_model(guide)` builds, because a guide declares which values a buyer fills in. Every
human-readable string is a `texts.Text`: one entry a language, never a silent fallback. What can be told of such values
alone goes out as well: their markup as a tree, whether one keeps a format, how each is written in a language.
It may import `guide.core`.
"""

from guide.model.buyer import Buyer, buyer_model
from guide.model.guide import Guide

__all__ = ["Buyer", "Guide", "buyer_model"]
