"""Whether a browser could stand still over a regular expression.

A pattern comes in as text, in the syntax that Python and browsers share; what is wrong with it goes out as a sentence, or
None. It imports nothing of the guide.
"""

from guide.model.patterns.backtracking import LONGEST, MAX_PATTERN, backtracking_problem

__all__ = ["LONGEST", "MAX_PATTERN", "backtracking_problem"]
