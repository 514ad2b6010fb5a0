"""Whether what buyers have typed into pictures fits into the form fields there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from guide.capture.screens import Subject
from guide.content.substitutions import substitutions_for
from guide.content.views.texts import Value
from guide.core.errors import Problem, shown_path
from guide.figures.geometry import text_width_at_most
from guide.figures.store import Capture
from guide.model.buyer import NAMES, Buyer
from guide.model.guide import Guide
from guide.model.markup import CountMention, LabelMention, Mention, ValueMention, Words, parse_line
from guide.model.values import default_of, form_value


def typed_value_problems(
    subject: Subject, capture: Capture, guide: Guide, buyers: Sequence[Buyer]
) -> Iterator[Problem]:
    """Values, of the guide itself or of a buyer, that are wider than the field that they are typed into."""
    page = subject.screen.page
    for index, (mark, typing) in enumerate(zip(subject.screen.marks, capture.typing, strict=True)):
        if mark.value is None or typing is None:
            continue
        room = capture.marks[index][2] - typing.left - typing.right
        mentions = parse_line(mark.value)
        for buyer in (None, *buyers):
            values = _values(guide, buyer) if buyer else _defaults(guide)
            text = "".join(_text(mention, guide, values) for mention in mentions)
            if (width := text_width_at_most(text, typing.size)) <= room:
                continue
            fault = f"“{text}” would be about {width:.0f} px wide in the picture of {subject.name}, expected at most {room:.0f}"
            if buyer is None:
                yield subject.problem(f"{fault}; widen the field in the template, or shorten the value", index)
                continue
            keys = ", ".join(mention.key for mention in mentions if isinstance(mention, ValueMention))
            field = f"screens/{page}" if page else "the picture"
            advice = f"shorten the value, or widen the field in {field}"
            yield Problem(shown_path(buyer.path), 0, 0, keys, f"{fault}; {advice}")


def _defaults(guide: Guide) -> dict[str, str]:
    """Returns what stands in pictures of the neutral edition, by the key of the value."""
    defaults = {key: (value.kind, default_of(value)) for key, value in guide.buyer_values.items()}
    return {key: form_value(kind, default) for key, (kind, default) in defaults.items() if default is not None}


def _values(guide: Guide, buyer: Buyer) -> dict[str, str]:
    """Returns what stands in pictures of a buyer's main language, by the key of the value."""
    languages = buyer.profile.languages
    values = substitutions_for(guide, buyer, languages).values
    return {key: values.get(Value(key, languages[0], "copy"), "") for key in (*NAMES, *guide.buyer_values)}


def _text(mention: Mention, guide: Guide, values: Mapping[str, str]) -> str:
    if isinstance(mention, ValueMention):
        return values.get(mention.key, "")
    if isinstance(mention, LabelMention):
        return guide.labels[mention.key].zh
    if isinstance(mention, CountMention):
        return str(len(guide.stages))
    return mention.text if isinstance(mention, Words) else mention.words
