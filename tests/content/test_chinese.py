"""Chinese words in English pages say that they are Chinese."""

from __future__ import annotations

from pathlib import Path

import pytest

from guide.content.substitutions import Substitutions
from guide.content.views.texts import Value
from guide.site import placeholders
from guide.site.html import escape
from guide.site.lang_spans import mark_pages, with_lang_spans
from guide.site.template import parse


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>The end, 有限公司, is missing.</p>", '<p>The end, <span lang="zh-Hans">有限公司</span>, is missing.</p>'),
        ("<li>《基本存款账户信息》</li>", '<li><span lang="zh-Hans">《基本存款账户信息》</span></li>'),
        ("<p>诚e赊</p>", '<p><span lang="zh-Hans">诚</span>e<span lang="zh-Hans">赊</span></p>'),
        (
            "<svg><svg><text>中文 a</text></svg></svg>文",
            '<svg><svg><text><tspan lang="zh-Hans">中文</tspan> a</text></svg></svg><span lang="zh-Hans">文</span>',
        ),
        (
            '<html lang="zh-Hans"><p>中</p><section lang="en"><p>文 <b lang="zh-Hans">字</b></p></section>中</html>',
            '<html lang="zh-Hans"><p>中</p><section lang="en"><p><span lang="zh-Hans">文</span> '
            '<b lang="zh-Hans">字</b></p></section>中</html>',
        ),
        ("<p>a<br>中</p><p>文</p>", '<p>a<br><span lang="zh-Hans">中</span></p><p><span lang="zh-Hans">文</span></p>'),
    ],
)
def test_chinese_between_tags_is_marked(page: str, expected: str) -> None:
    assert with_lang_spans(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        '<strong class="portal-label" lang="zh-Hans">会员名</strong>',
        '<section lang="zh-Hans"><p><b>没有</b>这个页面</p></section>',
        '<img alt="注册页"><input value="中文">',
        '<script type="application/json">{"a": "<b>中文"}</script>',
        "<title>中文</title>",
        "<textarea>中文</textarea>",
        "<!-- 中文 -->",
        "<select><option>中文</option></select>",
        "<p>No Chinese, but “quotes” – and dashes…</p>",
    ],
)
def test_what_says_so_or_cannot_is_left_alone(page: str) -> None:
    assert with_lang_spans(page) == page


def test_after_an_element_left_alone_marking_goes_on() -> None:
    assert with_lang_spans('<b lang="zh-Hans">中</b>文').endswith('</b><span lang="zh-Hans">文</span>')


def test_a_placeholder_in_text_marks_the_chinese_of_its_value_and_one_in_an_attribute_or_in_chinese_text_does_not() -> (
    None
):
    placed = placeholders.value(Value("x"))
    page = with_lang_spans(
        f'<p title="{placed}">{placed}</p><svg><text>{placed}</text></svg><p lang="zh-Hans">{placed}</p><title>{placed}</title>'
    )
    made = parse(page, escape).render(Substitutions({Value("x"): "Ms 柳 <b>"}, frozenset()))
    assert made.decode() == (
        '<p title="Ms 柳 &lt;b&gt;">Ms <span lang="zh-Hans">柳</span> &lt;b&gt;</p>'
        '<svg><text>Ms <tspan lang="zh-Hans">柳</tspan> &lt;b&gt;</text></svg>'
        '<p lang="zh-Hans">Ms 柳 &lt;b&gt;</p><title>Ms 柳 &lt;b&gt;</title>'
    )


def test_chinese_pages_stay_as_they_are(tmp_path: Path) -> None:
    for name, language in (("zh", "zh-Hans"), ("en", "en")):
        (tmp_path / f"{name}.html").write_text(f'<html lang="{language}"><p>中</p></html>', encoding="utf-8")
    mark_pages(tmp_path)
    assert (tmp_path / "zh.html").read_text(encoding="utf-8") == '<html lang="zh-Hans"><p>中</p></html>'
    assert '<span lang="zh-Hans">中</span>' in (tmp_path / "en.html").read_text(encoding="utf-8")
