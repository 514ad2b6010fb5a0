"""What is allowed and yet looks like a mistake: a check reports it, and a build goes on.

An entry that no page shows, a date that has passed, and what no two buyers should share: with the address or the account
of another, suppliers would end up there, though two editions for one company may well share an account.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator

from guide.core.errors import Problem, shown_path
from guide.loading.loader import Loaded
from guide.loading.yaml_reader import read_tree
from guide.model.buyer import Buyer
from guide.model.guide import Guide


def unused_materials(loaded: Loaded) -> Iterator[Problem]:
    """Yields a problem for each material that no step uses: pages list only materials that some step uses."""
    names = {name for stage in loaded.guide.stages for name in stage.material_ids}
    for index, material in enumerate(loaded.guide.materials):
        if material.id not in names:
            yield loaded.tree.problem(
                ("materials", index, "id"),
                f"no step uses {material.id}, so that no page shows it, expected a step that does; "
                "name it at a step's materials: or a field's material:, or delete it",
            )


def buyer_oversights(buyers: Iterable[Buyer], today: datetime.date) -> Iterator[Problem]:
    """Yields a problem for each note at a stage that its buyer leaves out, and for each deadline before `today`."""
    for buyer in buyers:
        profile = buyer.profile
        unseen_notes = [stage for stage in profile.notes if stage in profile.skip_stages]
        is_past = profile.deadline is not None and profile.deadline < today
        if not unseen_notes and not is_past:
            continue
        tree = read_tree(buyer.path)
        for stage in unseen_notes:
            yield tree.problem(
                ("notes", stage),
                f"a note at {stage}, which this buyer leaves out, so that no page shows it, expected notes at stages "
                "that are there; delete it, or take the stage out of skip_stages:",
            )
        if is_past:
            yield tree.problem(
                ("deadline",),
                f"{profile.deadline} has passed, expected a day to come, since suppliers are told to be ready by it; "
                "set a new date or delete the line",
            )


def shared_values(guide: Guide, buyers: Iterable[Buyer]) -> Iterator[Problem]:
    """Yields a problem for each buyer that gives what another gives too, of the values that are to be a buyer's own."""
    for key in ("site_url", *(key for key, value in guide.buyer_values.items() if value.unique)):
        owners: dict[str, list[Buyer]] = defaultdict(list)
        for buyer in buyers:
            if (value := getattr(buyer.profile, key)) is not None:
                owners[_comparison_key(value)].append(buyer)
        for group in owners.values():
            for buyer in group if len(group) > 1 else ():
                others = ", ".join(shown_path(other.path) for other in group if other is not buyer)
                yield read_tree(buyer.path).problem(
                    (key,),
                    f"{others} has the same, expected a value that no other buyer has, since suppliers would be sent to "
                    "the wrong one; correct it here or there",
                )


def _comparison_key(value: object) -> str:
    """Returns a value as it is compared: case and a slash at its end make no difference."""
    return str(value).casefold().rstrip("/")
