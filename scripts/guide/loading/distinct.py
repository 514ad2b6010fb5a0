"""What no two buyers should share: with the address or the account of another, suppliers would end up there.

It is told in a check and does not stop a build: two editions for one company may well share an account.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from guide.core.errors import Problem, shown_path
from guide.loading.yaml_reader import read_tree
from guide.model.buyer import Buyer
from guide.model.guide import Guide


def shared_values(guide: Guide, buyers: Iterable[Buyer]) -> Iterator[Problem]:
    """A problem for each buyer that gives what another gives too, of the values that are to be a buyer's own."""
    for key in ("site_url", *(key for key, value in guide.buyer_values.items() if value.unique)):
        givers: dict[str, list[Buyer]] = defaultdict(list)
        for buyer in buyers:
            if (value := getattr(buyer.profile, key)) is not None:
                givers[_folded(value)].append(buyer)
        for alike in givers.values():
            for buyer in alike if len(alike) > 1 else ():
                others = ", ".join(shown_path(other.path) for other in alike if other is not buyer)
                yield read_tree(buyer.path).problem(
                    (key,),
                    f"{others} has the same, expected a value that no other buyer has, since suppliers would be sent to "
                    "the wrong one; correct it here or there",
                )


def _folded(value: object) -> str:
    """A value as it is compared: case and a slash at its end make no difference."""
    return str(value).casefold().rstrip("/")
