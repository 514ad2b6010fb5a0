"""What a guide says to its readers, in one language and without the stages that are left out.

In comes a guide's model and a `Structure`; out comes a `GuideView`, in which every reference is resolved and a `Value` stands
wherever a buyer's text will. Beside it, `substitutions_for` gives the texts of one buyer. Neither knows of pages or print.
It imports `model` and `core`, and stands beside `loading`.
"""

from guide.content.substitutions import Substitutions, substitutions_for
from guide.content.tailor import Structure, tailor
from guide.content.views.guide import GuideView

__all__ = ["GuideView", "Structure", "Substitutions", "substitutions_for", "tailor"]
