"""Progress codes that add up, and yet can't be of the guide."""

from __future__ import annotations

import pytest

from guide.content.progress_code import progress_code, read_progress_code
from guide.core.errors import UsageError


@pytest.mark.parametrize("done", [(7,), (2, 2), (1, 9)])
def test_a_code_that_counts_stages_that_there_are_not_is_refused(done: tuple[int, ...]) -> None:
    with pytest.raises(UsageError, match="counts stages that there are not, expected numbers from 1 to 6; ask for it"):
        read_progress_code("tea", progress_code("tea", done, 6))


def test_a_code_of_all_stages_is_read() -> None:
    assert read_progress_code("tea", progress_code("tea", (3, 1, 2), 3)).done == (1, 2, 3)
