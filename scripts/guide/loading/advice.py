"""What is written and reaches no reader, or misleads one: told in a check, and no reason not to build."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from guide.core.errors import Problem
from guide.loading.loader import Loaded
from guide.loading.yaml_reader import Tree, read_tree
from guide.model.buyer import Buyer


def unused_materials(loaded: Loaded, tree: Tree) -> Iterator[Problem]:
    """A problem for each material that no step uses: only what is used is listed. `tree` is the guide's file."""
    used = {name for stage in loaded.guide.stages for name in stage.material_ids}
    for index, material in enumerate(loaded.guide.materials):
        if material.id not in used:
            yield tree.problem(
                ("materials", index, "id"),
                f"no step uses {material.id}, so that no page shows it, expected a step that does; "
                "name it at a step's materials: or a field's material:, or delete it",
            )


def buyer_oversights(buyers: Iterable[Buyer], today: datetime.date) -> Iterator[Problem]:
    """A problem for each note at a stage that its buyer leaves out, and for each deadline before `today`."""
    for buyer in buyers:
        profile = buyer.profile
        lost = [stage for stage in profile.notes if stage in profile.skip_stages]
        late = profile.deadline is not None and profile.deadline < today
        if not lost and not late:
            continue
        tree = read_tree(buyer.path)
        for stage in lost:
            yield tree.problem(
                ("notes", stage),
                f"a note at {stage}, which this buyer leaves out, so that no page shows it, expected notes at stages "
                "that are there; delete it, or take the stage out of skip_stages:",
            )
        if late:
            yield tree.problem(
                ("deadline",),
                f"{profile.deadline} has passed, expected a day to come, since suppliers are told to be ready by it; "
                "set a new date or delete the line",
            )
