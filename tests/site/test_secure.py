"""The policy in each page: what runs by its hash, and what no hash can allow."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import pytest

from guide.content.views.texts import Value
from guide.core.errors import GuideError
from guide.site import placeholders
from guide.site.csp import policy, secure_pages, with_policy

HEAD = '<!doctype html><html lang="en"><head>\n<meta charset="utf-8">\n'


def hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_a_page_of_files_allows_its_own_files_alone() -> None:
    made = policy('<script src="a.js"></script><link rel="stylesheet" href="a.css">')
    assert "default-src 'none'" in made
    assert "script-src 'self';" in made
    assert "style-src 'self';" in made
    assert "unsafe" not in made


def test_inline_scripts_and_styles_are_allowed_by_their_hashes() -> None:
    made = policy("<style>\na { color: red }\n</style><script>\nlet less = 1 < 2 && '</p>';\n</script>")
    assert hashed("\na { color: red }\n") in made.split("style-src")[1].split(";")[0]
    assert hashed("\nlet less = 1 < 2 && '</p>';\n") in made.split("script-src")[1].split(";")[0]


def test_data_in_a_script_needs_no_hash() -> None:
    assert "sha256" not in policy('<script type="application/json">{"a": 1}</script>')


def test_the_policy_stands_before_whatever_it_concerns() -> None:
    page = with_policy(f"{HEAD}<script>1</script>")
    assert page.startswith(f'{HEAD}<meta http-equiv="Content-Security-Policy" content="default-src')
    assert page.endswith("<script>1</script>")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ('<p style="color: red">', "<p> has a style attribute, which the policy forbids; use a class"),
        ('<a onclick="go()">', "<a> has a onclick attribute, which the policy forbids; use a class"),
        (
            f"<script>'{placeholders.value(Value('name', 'zh'))}'</script>",
            "a placeholder in an inline script or style; ",
        ),
        (
            f"<style>a {{ color: {placeholders.value(Value('accent.plain'))} }}</style>",
            "a placeholder in an inline script or style; ",
        ),
    ],
)
def test_what_no_policy_can_allow_stops_the_build(tmp_path: Path, page: str, said: str) -> None:
    (tmp_path / "x.html").write_text(HEAD + page, encoding="utf-8")
    with pytest.raises(GuideError) as caught:
        secure_pages(tmp_path)
    assert str(caught.value).startswith(f"x.html: {said}")


def test_a_page_without_its_first_line_stops_the_build(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text("<html></html>", encoding="utf-8")
    with pytest.raises(GuideError, match="expected <meta charset"):
        secure_pages(tmp_path)
