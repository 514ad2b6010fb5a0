"""Files that are wrong: each mistake is told with its line, its column, what was expected and what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from guide.cli.app import app
from guide.core.errors import InputError
from guide.loading.advice import shared_values
from guide.loading.cross_checks import check_guide
from guide.loading.ids import dependency_cycles
from guide.loading.loader import buyer_files, load_buyer, load_guide
from guide.loading.partial import partial_model
from guide.loading.references import check_data, collection_names
from guide.loading.schema_walk import walk
from guide.loading.yaml_reader import MAX_BYTES, read_tree
from guide.model.guide import Guide
from guide.model.texts import LANGUAGES, Strict
from support.pictured import STEPS as PICTURED
from support.real import BUYERS as REAL_BUYERS
from support.real import STEPS as REAL_STEPS
from support.small import BUYERS, MINIMAL, STEPS, WORDS, buyer_of, contents, copied, guide_of, replaced, write

BROKEN = Path(__file__).parents[1] / "data" / "broken"
WILLOW = (BUYERS / "willow.yaml").read_text(encoding="utf-8")
PINE = (BUYERS / "pine.yaml").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Case:
    """A change of a file, and the one problem that it makes."""

    claim: str
    old: str
    new: str
    at: str
    """The problem's place begins where these words stand in the changed file; at 1:1 if empty."""
    said: str
    """Where by id, and the message."""

    def __str__(self) -> str:
        return self.claim.replace(" ", "-")

    def changed(self, text: str) -> str:
        return replaced(text, (self.old, self.new)) if self.old else self.new

    def expected(self, text: str, name: str) -> str:
        changed = self.changed(text)
        start = changed.index(self.at)
        line, column = changed.count("\n", 0, start) + 1, start - changed.rfind("\n", 0, start)
        return f"{name}:{line}:{column}: {self.said}"


FORM = "stages.open-stall.steps.fill-form"
KIND = "stages.open-stall.steps.choose-kind"
CLICK = "点击[[open_stall]]。"
TITLE = "title: {zh: 开设摊位, en: Open a stall}"
LABELS = (
    "expected one of black, buyer_code, certificate, green, leaf, lost_phrase, most, open_stall, passphrase, stall_name"
)
VALUES = "expected one of advance_cny, moistures, name, name_on_portal, stall_code, tasting_days"
LINKS = "expected https://…, mailto:…, stage:, step:, page:, term: or material:"
PLACES = "expected behind # the id of a question or refusal (page:faq), of a term (page:glossary) or of a material (page:prepare); correct it"
NOT_YAML = "not valid YAML: "
CHECK = "; check the indentation, the quotes and the brackets here and in the line above"
QUOTE = "put quotes around a text with { or [ in it"
LOST = "a # after a space begins a comment, so “{}” would be lost; put quotes around the text"
CHARACTER = "can't stand in a text, expected printable characters; delete it"

IN_STEPS = [
    # YAML that does not parse, or that hides something
    Case("a quotation mark that does not close", 'edition: "7"', 'edition: "7', '"7\n', f"{NOT_YAML}the quotation mark that opens here closes only in line {{}}; close it where the text ends".format(WORDS[: WORDS.index("先看[准备清单]")].count("\n") + 1)),
    Case("a quotation mark that closes nowhere", "  执照: [产地证明]", "  执照: [\"产地证明]\n", '"产地', f"{NOT_YAML}the quotation mark that opens here never closes; close it"),
    Case("a value in a text without quotes", TITLE, "title: {zh: 给 {{ buyer.name }} 开摊, en: Open a stall}", "{{ buyer.name }} 开", f"{NOT_YAML}{QUOTE}"),
    Case("a label in a text without quotes", TITLE, "title: {zh: 点击[[open_stall]]摊位, en: Open a stall}", "[[open_stall]]摊位", f"{NOT_YAML}{QUOTE}"),
    Case("a link at the end of a text without quotes", TITLE, "title: {zh: 摊位, en: Open [it](page:faq)}", "[it](page:faq)}", f"{NOT_YAML}{QUOTE}"),
    Case("a # in a text without quotes", TITLE, "title:\n      zh: 开设摊位\n      en: Open stall #3 of the market for tea", "#3 of", f"stages.open-stall.title.en: {LOST.format('#3 of the market for…')}"),
    Case("a # in a text that goes on in the next line", TITLE, "title:\n      zh: 开设摊位\n      en: Open\n        stall #3", "#3", f"stages.open-stall.title.en: {LOST.format('#3')}"),
    Case("a # at the beginning of a text", TITLE, "title:\n      en: #3\n      zh: 开设摊位", "#3", f"stages.open-stall.title.en: {LOST.format('#3')}"),
    Case("a # in the middle of a line", TITLE, "title: {zh: 开设 #3 号摊位, en: Open a stall}", "#3 号", f"{NOT_YAML}a # after a space begins a comment, and the rest of the line is lost; put quotes around the text"),
    Case("a full-width colon", '  edition: "7"', '  edition："7"', "：\"7", f"{NOT_YAML}： is a full-width colon, expected “: ”, a colon and a space; write it so"),
    Case("a colon without a blank", '  edition: "7"', "  edition:7", ":7", f"{NOT_YAML}no space follows this colon, expected “: ”; write it so"),
    Case("a line without a colon", '  edition: "7"', "  edition 7", "edition 7", f"{NOT_YAML}no “: ” stands in this line, expected key: value; write it so"),
    Case("a tab as indentation", '  edition: "7"', '\tedition: "7"', "\tedition", f"{NOT_YAML}found character that cannot start any token; put quotes around a text that begins with a special character, and indent with spaces, not tabs"),
    Case("a second colon on a line", 'edition: "7"', "edition: a: b", ": b", f"{NOT_YAML}a second “: ” stands on this line; put quotes around a text that contains “: ”, and check the indentation"),
    Case("a key that is indented too far", '  edition: "7"', '   edition: "7"', "edition", f"{NOT_YAML}did not find expected key in what begins at 4:3{CHECK}"),
    Case("an escape that is no character", 'edition: "7"', 'edition: "\\ud83d"', "d83d", f"{NOT_YAML}found invalid Unicode character escape code{CHECK}"),
    Case("equal keys", '  edition: "7"', '  edition: "7"\n  edition: "8"', 'edition: "8"', "guide: duplicate key edition (first in line 7); delete one of the two"),
    Case("an entry that does not begin", "  - id: never-used", "    id: never-used", "id: never-used", "materials.tea-sample: duplicate key id (first in line {}); delete one of the two, or begin a new entry with “- ”".format(WORDS[: WORDS.index("- id: tea-sample")].count("\n") + 1)),
    Case("an anchor", 'edition: "7"', 'edition: &e "7"', '&e "7"', "guide.edition: an anchor (&name) stands here, and nothing may refer to it; delete it"),
    Case("an alias", 'edition: "7"', "edition: *e", "*e", "guide.edition: an alias (*name) leads here, expected the value itself; write it out"),
    Case("a merge key", '  edition: "7"', '  edition: "7"\n  <<: {portal: x}', "<<", "guide: a merge key (<<) stands here; write the keys out"),
    Case("a tag", 'edition: "7"', "edition: !!str 7", "!!str", "guide.edition: the tag !!str is not allowed here; delete it"),
    Case("a tag that would run something", 'edition: "7"', 'edition: !!python/object/apply:os.system ["true"]', "!!python", "guide.edition: the tag !!python/object/apply:os.system is not allowed here; delete it"),
    Case("a key that is a list", '  edition: "7"', '  edition: "7"\n  ? [a]\n  : b', "[a]", "guide: this key is not a plain word, expected key: value"),
    Case("a key that is empty", '  edition: "7"', '  edition: "7"\n  ~: b', "~: b", "guide: this key is not a plain word, expected key: value"),
    Case("a control character", 'edition: "7"', 'edition: "7\x07"', "\x07", f"U+0007 (a control or private-use character) {CHARACTER}"),
    Case("a private-use character, the alphabet of slots", "口令不要告诉任何人。", "\ue000", "\ue000", f"U+E000 (a control or private-use character) {CHARACTER}"),
    Case("a private-use character in disguise", 'edition: "7"', 'edition: "\\uE000\\uE16E\\uE001"', '"\\uE000', f"guide.edition: U+E000 (a control or private-use character) {CHARACTER}"),
    Case("a control character in disguise", 'edition: "7"', 'edition: "7\\0"', '"7\\0', f"guide.edition: U+0000 (a control or private-use character) {CHARACTER}"),
    Case("a byte order mark within a text", "口令不要告诉任何人。", "口令\ufeff不要", "\ufeff", f"U+FEFF (zero width no-break space) {CHARACTER}"),
    Case("a byte order mark in disguise", 'edition: "7"', 'edition: "7\\uFEFF"', '"7\\uFEFF', f"guide.edition: U+FEFF (zero width no-break space) {CHARACTER}"),
    Case("an override of the writing direction", 'edition: "7"', 'edition: "7\u202e"', "\u202e", f"U+202E (right-to-left override) {CHARACTER}"),
    Case("a second document", "  执照: [产地证明]", "  执照: [产地证明]\n---\na: b", "---", "a second document begins here, expected one; delete the line ---"),
    Case("nesting without end", "  执照: [产地证明]", "  执照: " + "[" * 39 + " " + "[" * 100_000, "[ [", "words.执照: nested more than 40 levels deep; make it flatter"),
    Case("an empty file", "", "", "", "expected keys and values at the top of the file"),
    Case("a file of remarks alone", "", "# nothing\n", "", "expected keys and values at the top of the file"),
    Case("a list at the top", "", "- guide\n", "", "expected keys and values at the top of the file"),
    Case("a comma that ends a text in braces", TITLE, "title: {zh: 开设摊位, en: 8–16 characters, letters and digits, together.}", "letters and", "stages.open-stall.title: in braces a comma ends a text, so “letters and digits” would be lost; put quotes around the whole text that begins with “8–16 characters”"),
    Case("a comma that ends the first of two texts", TITLE, "title: {zh: 开设摊位, 然后, en: Open a stall}", "然后", "stages.open-stall.title: in braces a comma ends a text, so “然后” would be lost; put quotes around the whole text that begins with “开设摊位”"),
    Case("a comma before a single word", TITLE, "title: {zh: 开设摊位, en: Open a stall, once}", "once}", "stages.open-stall.title: in braces a comma ends a text, so “once” would be lost; put quotes around the whole text that begins with “Open a stall”"),
    Case("a comma before words and a colon", TITLE, "title: {zh: 开设摊位, en: Open a stall, note: once}", "note: once", "stages.open-stall.title.note: unknown key, expected one of zh, en; put quotes around the text if this belongs to it, or delete it"),
    Case("a list that is folded", "        do: {zh: \"点击[[open_stall]]。\", en: \"Click [[open_stall]].\"}\n", "        do:\n          zh: >-\n            - 先看\n            - 再点\n          en: Click it.\n", ">-\n            - 先看", f"{KIND}.do.zh: the lines of this list become one, expected a text that keeps its lines; write zh: |- and the text below it"),
    Case("a list that goes on from a text", "        do: {zh: \"点击[[open_stall]]。\", en: \"Click [[open_stall]].\"}\n", "        do:\n          zh: 点击。\n          en: Click\n            1. here\n            2. there\n", "Click\n", f"{KIND}.do.en: the lines of this list become one, expected a text that keeps its lines; write en: |- and the text below it"),
    Case("a comma that ends a text of another kind", "{id: passphrase, label: passphrase,", "{id: passphrase, label: passphrase, or so,", "or so", f"{FORM}.fields.passphrase: in braces a comma ends a text, so “or so” would be lost; put quotes around the whole text that begins with “passphrase”"),
    # Keys and kinds
    Case("an unknown key that looks like one", TITLE, f"{TITLE}\n    wrok: 1 h", "wrok", "stages.open-stall.wrok: unknown key, expected one of id, title, short, goal, ready, after, work, wait, cost, who, waits_for, intro, steps, trouble, done; did you mean work?"),
    Case("an unknown key that looks like none", TITLE, f"{TITLE}\n    xyz: 1", "xyz", "stages.open-stall.xyz: unknown key, expected one of id, title, short, goal, ready, after, work, wait, cost, who, waits_for, intro, steps, trouble, done; delete it or correct its name"),
    Case("an unknown key at the top", "  执照: [产地证明]", "  执照: [产地证明]\nstage: []", "stage: []", "stage: unknown key, expected one of guide, buyer_values, actors, labels, formats, materials, stages, messages, screens, updates, glossary, faq, refusals, sources, words; did you mean stages?"),
    Case("an unknown language", TITLE, "title: {zh: 开设摊位, en: Open a stall, fr: Ouvrir}", "fr: Ouvrir", "stages.open-stall.title.fr: unknown key, expected one of zh, en; put quotes around the text if this belongs to it, or delete it"),
    Case("a missing translation", TITLE, "title: {zh: 开设摊位}", "title: {zh: 开设摊位}", "stages.open-stall.title: no en text, expected one in each of zh, en; write en:"),
    Case("an empty translation", TITLE, 'title: {zh: 开设摊位, en: ""}', 'en: ""', "stages.open-stall.title.en: the en text is empty, expected words; write them"),
    Case("a translation of blanks", "{zh: 由园主来做。, en: The owner does this.}", '{zh: 由园主来做。, en: "  "}', 'en: "  "', "stages.open-stall.intro.en: the en text is empty, expected words; write them"),
    Case("a text without languages", TITLE, "title: Open a stall", "title: Open", "stages.open-stall.title: 'Open a stall' does not fit, expected a text in each language: {zh: …, en: …}; write it so"),
    Case("a title with nothing", TITLE, "title:", "title:\n    short", "stages.open-stall.title: empty, expected this: As its heading; fill it in"),
    Case("a missing key", "    work: 30 min\n", "", "id: offer-tea\n", "stages.offer-tea.work: missing, expected this: The reader's own time; add work:"),
    Case("a missing truth", "kind: password, required: true", "kind: password", "{id: passphrase, label", f"{FORM}.fields.passphrase.required: missing, expected this: Whether the form insists on it; add required: true or false"),
    Case("a missing choice", "cost: free", "cost: {note: {zh: 免费, en: None}}", "cost: {note", "stages.open-stall.cost.kind: missing, expected this: Free; always paid; paid under a condition that `note` states; add kind: free, paid or conditional"),
    Case("a title of two lines", TITLE, 'title: {zh: 开设摊位, en: "Open\\na stall"}', 'en: "Open', "stages.open-stall.title.en: 'Open\\na stall' does not fit, expected one line of text; correct it"),
    Case("markup in a title", TITLE, "title: {zh: 开设**摊位**, en: Open a stall}", "**摊位**, en", "stages.open-stall.title.zh: **摊位** is a mark, and this text is shown as it stands, expected plain words; write them so"),
    Case("a stage that is a word", "stages:\n", "stages:\n  - hello\n", "hello", "stages.0: 'hello' does not fit, expected keys and values; correct it"),
    Case("a list that is a word", "path: [open_stall, stall_name]", "path: open_stall", "path: open_stall", f"{KIND}.path: 'open_stall' does not fit, expected a list; correct it"),
    Case("no languages", "  languages: [zh, en]", "  languages: []", "languages: []", "guide.languages: this does not fit, expected at least 1 entry; correct it"),
    Case("a choice of kinds", "kind: choice", "kind: select", "kind: select", f"{FORM}.fields.leaf.kind: 'select' does not fit, expected 'text', 'password', 'choice', 'date', 'number', 'money', 'phone', 'code', 'file', 'slider', 'checkbox' or 'shown'; correct it"),
    Case("a truth that is neither", "            required: false", "            required: maybe", "required: maybe", f"{FORM}.fields.certificate.required: 'maybe' does not fit, expected true or false; correct it"),
    Case("a cost without a word for it", "cost: free", "cost: gratis", "cost: gratis", "stages.open-stall.cost: 'gratis' does not fit, expected 'free', 'paid' or 'conditional', or more of it at length; write cost: {kind: paid, note: {zh: …, en: …}} with the sum or the condition in the note"),
    Case("a cost that is a sum", "cost: free", "cost: 300 yuan", "cost: 300", "stages.open-stall.cost: '300 yuan' does not fit, expected 'free', 'paid' or 'conditional', or more of it at length; write cost: {kind: paid, note: {zh: …, en: …}} with the sum or the condition in the note"),
    Case("a number with a unit", "max_bytes: 1000000", "max_bytes: 1 MB", "max_bytes: 1 MB", "formats.certificate.file.max_bytes: '1 MB' does not fit, expected a whole number without separators or units; correct it"),
    Case("a number without end", "max_bytes: 1000000", f"max_bytes: {'9' * 5000}", "max_bytes: 999", f"formats.certificate.file.max_bytes: '{'9' * 60}…' does not fit, expected a number of fewer digits; correct it"),
    # Durations, dates, addresses
    Case("a duration without a unit", "work: 30 min", "work: 30", "work: 30", "stages.offer-tea.work: '30' does not fit, expected a number or a range and a unit (min, h, d, wd), such as 10 min or 1-3 wd"),
    Case("a duration in words", "work: 30 min", "work: half an hour", "work: half", "stages.offer-tea.work: 'half an hour' does not fit, expected a number or a range and a unit (min, h, d, wd), such as 10 min or 1-3 wd"),
    Case("a duration from long to short", "work: 30 min", "work: 3-1 wd", "work: 3-1", "stages.offer-tea.work: '3-1 wd' does not fit, expected the shorter time first, such as 1-3 wd"),
    Case("a day that no calendar has", "verified_on: 2026-11-02", "verified_on: 2026-02-30", "verified_on", "guide.verified_on: '2026-02-30' does not fit: there is no such day; correct it"),
    Case("a date in words", "verified_on: 2026-11-02", "verified_on: 2 Nov 2026", "verified_on", "guide.verified_on: '2 Nov 2026' does not fit, expected a date such as 2026-11-23; correct it"),
    Case("a number that would be seconds since 1970", "verified_on: 2026-11-02", "verified_on: 1735689600", "verified_on", "guide.verified_on: '1735689600' does not fit, expected a date such as 2026-11-23; correct it"),
    Case("a month by its name", 'since: "2025-03"', "since: March", "since", "updates.origin-digital.since: 'March' does not fit, expected a year, a month or a day, such as 2018, 2018-05 or 2018-05-01; correct it"),
    Case("an address without a scheme", "url: https://market.example/open?from=guide&lang=zh", "url: market.example", "url: market", f"{KIND}.url: 'market.example' does not fit, expected an address that begins with https:// or http://; correct it"),
    Case("an address that runs", "url: https://market.example/open?from=guide&lang=zh", 'url: "javascript:alert(1)"', "url: \"java", f"{KIND}.url: 'javascript:alert(1)' does not fit, expected an address that begins with https:// or http://; correct it"),
    # References
    Case("an unknown label", "path: [open_stall, stall_name]", "path: [open_stall, shop]", "shop]", f"{KIND}.path.1: shop is not one of the labels, {LABELS}"),
    Case("the words of a label in place of its key", "label: stall_name\n", "label: 摊名\n", "label: 摊名", f"{FORM}.fields.stall_name.label: 摊名 is not one of the labels, expected its key, not its words; did you mean stall_name?"),
    Case("words that no label has in place of a key", "label: stall_name\n", "label: 店名\n", "label: 店名", f"{FORM}.fields.stall_name.label: 店名 is not one of the labels, {LABELS}"),
    Case("an unknown label of an option", "- {label: green, choose: true}", "- {label: white, choose: true}", "label: white", f"{FORM}.fields.leaf.options.0.label: white is not one of the labels, {LABELS}"),
    Case("an unknown format", "format: stall_name\n", "format: stall\n", "format: stall\n", f"{FORM}.fields.stall_name.format: stall is not one of the formats, expected one of certificate, stall_name; did you mean stall_name?"),
    Case("an unknown material", "material: origin-paper", "material: paper", "material: paper", f"{FORM}.fields.certificate.material: paper is not one of the materials, expected one of never-used, origin-paper, tea-sample"),
    Case("an unknown actor", "waits_for: [market]", "waits_for: [bank]", "bank]", "stages.open-stall.waits_for.0: bank is not one of the actors, expected one of grower, market"),
    Case("an unknown stage to wait for", "      - open-stall\n", "      - close-stall\n", "close-stall", "stages.offer-tea.after.0.stage: close-stall is not one of the stages, expected one of offer-tea, open-stall; did you mean open-stall?"),
    Case("an unknown stage of a question", "    stage: offer-tea\n", "    stage: offer\n", "stage: offer\n", "faq.second-offer.stage: offer is not one of the stages, expected one of offer-tea, open-stall; did you mean offer-tea?"),
    Case("an unknown stage that needs a value", "zh: 与茶庄约定的金额, en: the sum agreed with your tea house}\n    required: [offer-tea]", "zh: 与茶庄约定的金额, en: the sum agreed with your tea house}\n    required: [offer]", "offer]", "buyer_values.advance_cny.required.0: offer is not one of the stages, expected one of offer-tea, open-stall; did you mean offer-tea?"),
    Case("an unknown source of a badge", "en: It can't be changed later.}, source: market-rules}", "en: It can't be changed later.}, source: hearsay}", "source: hearsay", f"{KIND}.badges.0.source: hearsay is not one of the sources, expected one of market-rules"),
    Case("an unknown update", "        updates: [origin-digital]\n        expect", "        updates: [origin]\n        expect", "origin]\n        expect", f"{FORM}.updates.0: origin is not one of the updates, expected one of origin-digital; did you mean origin-digital?"),
    Case("an unknown screen", "        wait: 1-2 wd\n", "        wait: 1-2 wd\n        screen: stall\n", "screen: stall", "stages.open-stall.steps.tell-house.screen: stall is not one of the screens, expected it under screens:, where there is nothing yet"),
    Case("an unknown stage of a message", "    stage: open-stall\n    step: tell-house", "    stage: notice\n    step: tell-house", "stage: notice", "messages.stall-opened.stage: notice is not one of the stages, expected one of offer-tea, open-stall"),
    Case("an unknown step of a message", "    step: tell-house", "    step: tell", "step: tell\n", "messages.stall-opened.step: tell is not a step of open-stall, expected one of choose-kind, fill-form, tell-house"),
    Case("a dependency on nothing", "          - {condition: {zh: 有合作社担保, en: A cooperative vouches for you}}", "          - {}", "{}", "stages.offer-tea.after.1.at_least_one_of.0: this does not fit, expected either stage: or condition:"),
    Case("a dependency on two things at once", "      - at_least_one_of:", "      - stage: open-stall\n        at_least_one_of:", "stage: open-stall\n        at", "stages.offer-tea.after.1: this does not fit, expected either stage: or at_least_one_of:"),
    # Ids
    Case("an id with capitals and blanks", "- id: never-used", "- id: Never Used", "id: Never", "materials.Never Used.id: 'Never Used' does not fit, expected an id of lower-case letters, digits and hyphens, such as credit-terms; correct it"),
    Case("a key with a capital", "  most: {zh", "  Most2: {zh: 多, en: More}\n  most: {zh", "Most2", "labels.Most2: 'Most2' does not fit, expected a key of lower-case letters, digits and underscores, such as verify_me; correct it"),
    Case("a question twice", "- id: second-offer", "- id: opening-hours", "id: opening-hours\n    question: {zh: 第二份", "faq.opening-hours.id: duplicate id opening-hours, expected ids that differ; rename one"),
    Case("a question with the id of a part of every page", "- id: second-offer", "- id: site-nav", "id: site-nav", "faq.site-nav.id: site-nav is the id of a part of every page or begins like one, expected an id of its own; rename it"),
    Case("a refusal that has a question's id", "- id: blurred-seal", "- id: second-offer", "id: second-offer\n    common", "refusals.second-offer.id: duplicate id second-offer, expected ids that differ; rename one"),
    Case("a material twice", "- id: never-used", "- id: tea-sample", "id: tea-sample\n    name: {zh: 无人", "materials.tea-sample.id: duplicate id tea-sample, expected ids that differ; rename one"),
    Case("a step twice in a stage", "- id: choose-kind", "- id: tell-house", "id: tell-house\n        title: {zh: 告知", "stages.open-stall.steps.tell-house.id: duplicate id tell-house, expected ids that differ; rename one"),
    Case("a trouble with a step's id", "- id: page-missing", "- id: tell-house", "id: tell-house\n        title", "stages.open-stall.steps.tell-house.id: duplicate id tell-house, expected ids that differ; rename one"),
    Case("a field twice in a stage", "{id: passphrase, label", "{id: stall_name, label", "id: stall_name, label", f"{FORM}.fields.stall_name.id: duplicate id stall_name, expected ids that differ; rename one"),
    Case("a step with the id of a part of every page", "- id: choose-kind", "- id: search", "id: search", "stages.open-stall.steps.search.id: search is the id of a part of every page or begins like one, expected an id of its own; rename it"),
    Case("a step with the id of a field", "- id: choose-kind", "- id: field-leaf", "id: field-leaf", "stages.open-stall.steps.field-leaf.id: field-leaf is the id of a part of every page or begins like one, expected an id of its own; rename it"),
    Case("a value that every buyer has", "  moistures:\n", "  deadline: {kind: date, label: {zh: 期, en: By}, neutral: {zh: 期, en: by}}\n  moistures:\n", "deadline", "buyer_values.deadline: every buyer has deadline already; choose another key"),
    Case("a value that slots have", "  moistures:\n", "  logo: {kind: text, label: {zh: 标, en: Mark}, neutral: {zh: 标, en: mark}}\n  moistures:\n", "logo", "buyer_values.logo: every buyer has logo already; choose another key"),
    Case("a language twice", "languages: [zh, en]", "languages: [zh, en, zh]", "languages: [zh, en, zh]", "guide.languages: a language stands here twice, expected each once; delete one"),
    Case("a language that is none", "languages: [zh, en]", "languages: [zh, en, fr]", "fr]", "guide.languages.2: 'fr' does not fit, expected 'zh' or 'en'; correct it"),
    # Markup and links
    Case("a label that is not one", CLICK, "点击[[open_shop]]。", 'zh: "点击[[', f"{KIND}.do.zh: [[open_shop]] is not one of the labels, {LABELS}; did you mean open_stall?"),
    Case("the words of a label in a text", CLICK, "点击[[立即开摊]]。", 'zh: "点击[[', f"{KIND}.do.zh: [[立即开摊]] is not one of the labels, expected its key, not its words; did you mean open_stall?"),
    Case("words that no label has", CLICK, "点击[[关摊]]。", 'zh: "点击[[', f"{KIND}.do.zh: [[关摊]] is not one of the labels, expected a key, or words and meaning; add it under labels:, or write [[关摊|what it means]] if it stands here alone"),
    Case("a label in place that stands under labels", CLICK, "点击[[立即开摊|Open]]。", 'zh: "点击[[', f"{KIND}.do.zh: [[立即开摊|Open]] stands under labels: already, expected [[open_stall]]; write it so"),
    Case("a label in place without its meaning", CLICK, "点击[[关摊|]]。", 'zh: "点击[[', f"{KIND}.do.zh: [[关摊|]] is no label, expected [[label_key]], or [[words|meaning]] for one that stands here alone; write it so"),
    Case("a value of the guide that there is not", CLICK, "共 {{ guide.steps }} 步。", 'zh: "共', f"{KIND}.do.zh: {{{{ guide.steps }}}} is not a buyer's value, expected {{{{ buyer.key }}}}, {{{{ buyer.key.typed }}}}, {{{{ guide.stages }}}} or {{{{ guide.stages.words }}}}"),
    Case("a heading", CLICK, "## 点击此处", "## 点击", f"{KIND}.do.zh: ## 点击此处 is a heading of Markdown, expected a paragraph; make its words **bold** if they must stand out, or \\# for the sign itself"),
    Case("a picture of Markdown, told once", CLICK, "![图](x.png)", "![图]", f"{KIND}.do.zh: ![图](x.png) is a picture of Markdown, expected pictures at a step's screen:; describe it under screens:, or \\! for the sign itself"),
    Case("italics far down in a text that keeps its lines", "            - 口令自己保管\n", "            - *口令*自己保管\n", "*口令*自己", f"{FORM}.do.zh: *口令* is words in italics of Markdown, expected **bold** or plain words; write them so, or \\* for the sign itself"),
    Case("a full-width value", CLICK, "点击｛｛ buyer.stall_code ｝｝。", "｛｛ buyer", f"{KIND}.do.zh: ｛｛ buyer.stall_code ｝｝ is no mark, expected {{{{ buyer.stall_code }}}}; write it so"),
    Case("a link with a full-width colon", CLICK, "点击[此处](stage：open-stall)。", 'zh: "点击[', f"{KIND}.do.zh: the link stage：open-stall has a full-width colon, expected stage:open-stall; write it so"),
    Case("a table in a cell", "{zh: 东区摊位, en: A stall in the east}", '{zh: "| 一 |\\n|---|\\n| 二 |", en: A stall in the east}', 'zh: "| 一', f"{KIND}.choices.0.gives.zh: a table has no room here, expected paragraphs and lists; move it to a text that may have one, such as a step's do: or notes:"),
    Case("a list in a symptom", "symptom: {zh: 按钮是灰色的。, en: The button is grey.}", 'symptom: {zh: 按钮是灰色的。, en: "- The button\\n- is grey."}', 'en: "- The', f"{KIND}.trouble.1.symptom.en: a list has no room here, expected one paragraph; move it to a text that may have one, such as a step's do: or notes:"),
    Case("a table within a list in a cell", "{zh: 东区摊位, en: A stall in the east}", '{zh: "- 一\\n\\n  | 一 |\\n  |---|\\n  | 二 |", en: A stall in the east}', 'zh: "- 一', f"{KIND}.choices.0.gives.zh: a table has no room here, expected paragraphs and lists; move it to a text that may have one, such as a step's do: or notes:"),
    Case("two paragraphs in a line", "note: {zh: 第二份收费。, en: The second is charged.}", 'note: {zh: 第二份收费。, en: "The second\\n\\nis charged."}', 'en: "The second', "stages.offer-tea.steps.fill-offer.badges.0.note.en: 2 paragraphs have no room here, expected one paragraph; delete the blank line"),
    Case("a mark in a text that is shown as written", "zh: 与茶庄约定的金额, en", "zh: 与茶庄*约定*的金额, en", "*约定*", "buyer_values.advance_cny.neutral.zh: *约定* is words in italics of Markdown, expected **bold** or plain words; write them so"),
    Case("a label that does not close", CLICK, "点击[[open_stall。", 'zh: "点击[[', f"{KIND}.do.zh: [[ stands alone, expected [[label_key]]; complete it, or write \\[ before each of its characters"),
    Case("bold that does not close", CLICK, "点击**此处。", 'zh: "点击*', f"{KIND}.do.zh: ** opens and does not close, expected **bold**; close it, or write \\*\\* for two asterisks"),
    Case("code that does not close", CLICK, "点击`此处。", 'zh: "点击`', f"{KIND}.do.zh: ` stands alone, expected `code`; complete it, or write \\` before each of its characters"),
    Case("an unknown value of a buyer", CLICK, "点击{{ buyer.code }}。", 'zh: "点击{{', f"{KIND}.do.zh: {{{{ buyer.code }}}} is not a buyer's value, {VALUES}"),
    Case("a value of no buyer", CLICK, "点击{{ 7*7 }}。", 'zh: "点击{{', f"{KIND}.do.zh: {{{{ 7*7 }}}} is not a buyer's value, expected {{{{ buyer.key }}}}, {{{{ buyer.key.typed }}}}, {{{{ guide.stages }}}} or {{{{ guide.stages.words }}}}"),
    Case("a value that does not close", CLICK, "点击{{ buyer.stall_code。", 'zh: "点击{{', f"{KIND}.do.zh: {{{{ stands alone, expected {{{{ buyer.key }}}}; complete it, or write \\{{ before each of its characters"),
    Case("a link to a stage that is not there", CLICK, "点击[此处](stage:close-stall)。", 'zh: "点击[', f"{KIND}.do.zh: broken link stage:close-stall, expected one of offer-tea, open-stall; did you mean open-stall?"),
    Case("a link to a step that is not there", CLICK, "点击[此处](step:open-stall/close)。", 'zh: "点击[', f"{KIND}.do.zh: broken link step:open-stall/close, expected one of offer-tea/fill-offer, open-stall/choose-kind, open-stall/fill-form, open-stall/tell-house; did you mean open-stall/tell-house?"),
    Case("a link to a page that is not there", CLICK, "点击[此处](page:help)。", 'zh: "点击[', f"{KIND}.do.zh: broken link page:help, expected one of about, faq, glossary, index, prepare"),
    Case("a link to a question that is not there", CLICK, "点击[此处](page:faq#closing-hours)。", 'zh: "点击[', f"{KIND}.do.zh: broken link page:faq#closing-hours, {PLACES.replace('correct it', 'did you mean opening-hours?')}"),
    Case("a link to a question on another page", CLICK, "点击[此处](page:about#opening-hours)。", 'zh: "点击[', f"{KIND}.do.zh: broken link page:about#opening-hours, {PLACES}"),
    Case("a link to a term that is not there", CLICK, "点击[此处](term:batch)。", 'zh: "点击[', f"{KIND}.do.zh: broken link term:batch, expected one of lot"),
    Case("a link to a material that is not there", CLICK, "点击[此处](material:tea)。", 'zh: "点击[', f"{KIND}.do.zh: broken link material:tea, expected one of never-used, origin-paper, tea-sample"),
    Case("a link that runs", CLICK, "点击[此处](javascript:alert(1))。", 'zh: "点击[', f"{KIND}.do.zh: the link javascript:alert(1) can't be followed, {LINKS}"),
    Case("a link to a file", CLICK, "点击[此处](register.html)。", 'zh: "点击[', f"{KIND}.do.zh: the link register.html can't be followed, {LINKS}"),
    # Formats, values, messages, screens
    Case("a pattern that is none", "pattern: '^[A-Za-z\\u4e00-\\u9fff]{3,12}$'", "pattern: '^[A-Za-z'", "pattern", "formats.stall_name.pattern: not a regular expression: unterminated character set at position 1; correct it"),
    Case("a pattern that a browser reads otherwise", "pattern: '^[A-Za-z\\u4e00-\\u9fff]{3,12}$'", "pattern: '^(?!.*[ ])[^1]{3,12}$'", "pattern", "formats.stall_name.pattern: . means something else in a browser, expected a class such as [^ ] in its place; rewrite it"),
    Case("a valid value that breaks the rule", "valid: [春山茶园, Springhill]", "valid: [春山茶园, 春山]", "春山]", "formats.stall_name.valid.1: 春山 breaks the rule, expected a value that keeps it; correct the one or the other"),
    Case("an invalid value that keeps the rule", 'invalid: [山茶, "春山 1 号"]', "invalid: [山茶, 春山茶园]", "春山茶园]\n  cert", "formats.stall_name.invalid.1: 春山茶园 keeps the rule, expected a value that breaks it; correct the one or the other"),
    Case("an example that breaks its format", "example: {zh: 春山茶园, en: 春山茶园}", "example: {zh: 春山, en: 春山}", "example: {zh: 春山,", f"{FORM}.fields.stall_name.example: 春山 breaks the format stall_name, expected an example that keeps it; correct it"),
    Case("options of a field without a choice", "kind: choice", "kind: text", "options", f"{FORM}.fields.leaf.options: options stand at a field of kind text, expected them at kind: choice only"),
    Case("a default that is not of its kind", 'default: ["5", "7"]', 'default: ["500"]', "default", "buyer_values.moistures.default: not of kind percents, expected a list of rates in percent, such as [13, 9]; correct it"),
    Case("a field of a message that stands nowhere", "我园摊名{stall}，", "我园，", "zh: |-\n        {{ buyer.name }}：", "messages.stall-opened.body.zh: {stall} stands nowhere, expected it since the field is asked for; write it"),
    Case("a full-width blank of a message", "我园摊名{stall}，", "我园摊名｛stall｝，", "zh: |-\n        {{ buyer.name }}：", "messages.stall-opened.body.zh: ｛stall｝ has full-width brackets, expected {stall}; write it so"),
    Case("a screen that no step shows", "updates:\n  - id: origin-digital\n", "screens:\n  stall: {title: {zh: 图, en: Picture}, page: stall.html.j2, basis: original}\nupdates:\n  - id: origin-digital\n", "stall: {title", "screens.stall: no step shows this screen; name it at a step's screen: or delete it"),
]  # fmt: skip

IN_A_BUYER = [
    Case("a value that is missing", 'stall_code: "0042760"\n', "", "name", "stall_code: missing, expected this: 茶庄的摊号 / The tea house's stall code; add stall_code:"),
    Case("a value that is empty", 'stall_code: "0042760"', "stall_code:", "stall_code", "stall_code: empty, expected this: 茶庄的摊号 / The tea house's stall code; fill it in"),
    Case("a value of nothing", 'stall_code: "0042760"', 'stall_code: ""', "stall_code", "stall_code: '' does not fit, expected at least 1 character; correct it"),
    Case("a value with blanks around it", 'stall_code: "0042760"', 'stall_code: " 0042760"', "stall_code", "stall_code: ' 0042760' does not fit, expected one line without blanks at its ends; correct it"),
    Case("a value of two lines", 'stall_code: "0042760"', 'stall_code: "00\\n42"', "stall_code", "stall_code: '00\\n42' does not fit, expected one line without blanks at its ends; correct it"),
    Case("a sum that no stage can do without", "advance_cny: 20000\n", "", "name", "advance_cny is missing, expected a whole number of yuan, such as 5000000, since the stage offer-tea needs it; write advance_cny:, or skip_stages: [offer-tea]"),
    Case("a sum with separators", "advance_cny: 20000", "advance_cny: 20,000", "advance", "advance_cny: '20,000' does not fit, expected a whole number without separators or units; correct it"),
    Case("a sum with a unit", "advance_cny: 20000", "advance_cny: 2 万", "advance", "advance_cny: '2 万' does not fit, expected a whole number without separators or units; correct it"),
    Case("a sum below nothing", "advance_cny: 20000", "advance_cny: -5", "advance", "advance_cny: '-5' does not fit, expected at least 1; correct it"),
    Case("a sum beyond reason", "advance_cny: 20000", "advance_cny: 20000000000000", "advance", "advance_cny: '20000000000000' does not fit, expected at most 1000000000000; correct it"),
    Case("days with a unit", "tasting_days: 1", "tasting_days: 1 day", "tasting", "tasting_days: '1 day' does not fit, expected a whole number without separators or units; correct it"),
    Case("no days", "tasting_days: 1", "tasting_days: 0", "tasting", "tasting_days: '0' does not fit, expected at least 1; correct it"),
    Case("ten years and more", "tasting_days: 1", "tasting_days: 3651", "tasting", "tasting_days: '3651' does not fit, expected at most 3650; correct it"),
    Case("a percentage over a hundred", "[5, 6.5]", "[5, 650]", "650", "moistures.1: '650' does not fit, expected at most 100; correct it"),
    Case("a percentage as a fraction", "[5, 6.5]", "[5, 0.065, 0.5]", "0.065", "moistures.1: 0.065 is less than one percent; write 6.5 for 6.5 %"),
    Case("a percentage with its sign", "[5, 6.5]", "[5%]", "5%", "moistures.0: '5%' does not fit, expected a number; correct it"),
    Case("a percentage that is not a number", "[5, 6.5]", "[NaN]", "NaN", "moistures.0: 'NaN' does not fit, expected a number; correct it"),
    Case("percentages that are none", "[5, 6.5]", "[]", "moistures", "moistures: this does not fit, expected at least 1 entry; correct it"),
    Case("a telephone that is a sentence", "phone: +86 (571) 0000-0000", "phone: call me", "phone", "contact.phone: 'call me' does not fit, expected a telephone number such as +86 10 0000 0000; correct it"),
    Case("an e-mail address without its sign", "email: liu@willow-brook.example", "email: liu at willow", "email", "contact.email: 'liu at willow' does not fit, expected an e-mail address such as suppliers@company.example; correct it"),
    Case("an e-mail address that breaks out", "email: liu@willow-brook.example", "email: 'a@b.c\"onclick=\"x'", "email", "contact.email: 'a@b.c\"onclick=\"x' does not fit, expected an e-mail address such as suppliers@company.example; correct it"),
    Case("a deadline in words", "deadline: 2027-05-01", "deadline: 1 May 2027", "deadline", "deadline: '1 May 2027' does not fit, expected a date such as 2026-11-23; correct it"),
    Case("a deadline in a thirteenth month", "deadline: 2027-05-01", "deadline: 2027-13-01", "deadline", "deadline: '2027-13-01' does not fit: there is no such day; correct it"),
    Case("an address without encryption", "site_url: https", "site_url: http", "site_url", "site_url: 'http://teas.example/willow/' does not fit, expected an address that begins with https://; correct it"),
    Case("an address that runs", "site_url: https://teas.example/willow/", "site_url: javascript:alert(1)", "site_url", "site_url: 'javascript:alert(1)' does not fit, expected an address that begins with https://; correct it"),
    Case("a note at a stage that is not there", "  open-stall: {zh", "  close-stall: {zh", "close-stall", "notes.close-stall: close-stall is not one of the stages, expected one of offer-tea, open-stall; did you mean open-stall?"),
    Case("a heading in a note", "zh: 请先寄样茶。", "zh: '## 请先寄样茶'", "## 请", "notes.open-stall.zh: ## 请先寄样茶 is a heading of Markdown, expected a paragraph; make its words **bold** if they must stand out"),
    Case("bold in a note", "zh: 请先寄样茶。", "zh: 请先寄**样茶**。", "**样茶", "notes.open-stall.zh: **样茶** is a mark, and this text is shown as it stands, expected plain words; write them so"),
    Case("a value in a note", "zh: 请先寄样茶。", "zh: '请先寄{{ buyer.name }}样茶。'", "{{ buyer.name }}样", "notes.open-stall.zh: {{ buyer.name }} is a mark, and this text is shown as it stands, expected plain words; write them so"),
    Case("a comma that ends a note in braces", "en: Please send a sample first.", "en: Please, a sample first.", "a sample", "notes.open-stall: in braces a comma ends a text, so “a sample first.” would be lost; put quotes around the whole text that begins with “Please”"),
    Case("a note in one language of two", ", en: Please send a sample first.", "", "open-stall", "notes.open-stall: no en text, expected one in each of zh, en; write en:"),
    Case("a colour by its name", '"#356b2f"', "green", "color", "brand.color: 'green' does not fit, expected a colour such as #0052d9 (in quotation marks); correct it"),
    Case("a colour that is read as a comment", '{color: "#356b2f", logo: leaf.svg}', "\n  color: #356b2f", "color", "brand.color: empty, expected this: Accent colour, `\"#rrggbb\"`, in quotation marks: without them it would be a comment to YAML; fill it in or delete the key"),
    Case("a name without languages", "name: {zh: 柳溪茶庄, en: Willow Brook Teas}", "name: 柳溪茶庄", "name", "name: '柳溪茶庄' does not fit, expected a text in each language: {zh: …, en: …}; write it so"),
    Case("a name in one language of two", "name: {zh: 柳溪茶庄, en: Willow Brook Teas}", "name: {zh: 柳溪茶庄}", "name", "name: no en text, expected one in each of zh, en; write en:"),
    Case("a name of two lines", "en: Willow Brook Teas", 'en: "Willow\\nBrook"', "en: ", "name.en: 'Willow\\nBrook' does not fit, expected one line without blanks at its ends; correct it"),
    Case("a name without end", "en: Willow Brook Teas", f"en: {'x' * 500}", "en: ", f"name.en: '{'x' * 60}…' does not fit, expected at most 200 characters, and it has 500; shorten it"),
    Case("a slot for a name", "en: Willow Brook Teas", 'en: "\\uE000\\uE16E\\uE001"', '"\\uE000', f"name.en: U+E000 (a control or private-use character) {CHARACTER}"),
    Case("an unknown key that looks like one", "tasting_days: 1", "tasting_days: 1\nmoisture: [5]", "moisture: [5]", "moisture: unknown key, expected one of name, contact, deadline, site_url, languages, skip_stages, notes, brand, stall_code, advance_cny, tasting_days, moistures; did you mean moistures?"),
    Case("a language twice", "tasting_days: 1", "tasting_days: 1\nlanguages: [zh, en, zh]", "languages", "languages: a language stands here twice, expected each once; delete one"),
    Case("a language that is none", "tasting_days: 1", "tasting_days: 1\nlanguages: [zh, en, fr]", "fr", "languages.2: 'fr' does not fit, expected 'zh' or 'en'; correct it"),
    Case("a stage to leave out that is not there", "tasting_days: 1", "tasting_days: 1\nskip_stages: [close-stall]", "close-stall", "skip_stages.0: close-stall is not one of the stages, expected one of offer-tea, open-stall; did you mean open-stall?"),
    Case("every stage left out", "tasting_days: 1", "tasting_days: 1\nskip_stages: [offer-tea, open-stall]", "skip_stages", "skip_stages: every stage is left out, expected at least one that stays"),
    Case("a logo outside the buyer's folder", "leaf.svg", "../willow.svg", "logo", "brand.logo: ../willow.svg lies outside the buyer's folder, expected a file in willow/; move it there"),
    Case("a logo that is not there", "leaf.svg", "tree.png", "logo", "brand.logo: no file tree.png in willow/; put it there, or delete logo:"),
    Case("a logo of another kind", "leaf.svg", "leaf.gif", "logo", "brand.logo: leaf.gif is neither a PNG nor an SVG file; save it as PNG or SVG"),
]  # fmt: skip


def problems_of(path: Path) -> list[str]:
    """What `load_guide` says of the file, line by line."""
    with pytest.raises(InputError) as raised:
        load_guide(path)
    return [str(problem) for problem in raised.value.problems]


@pytest.mark.parametrize("name", ["parts", "whole"])
def test_a_bad_file_gives_every_message_at_once(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BROKEN)
    assert problems_of(Path(f"{name}.yaml")) == (BROKEN / f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("case", IN_STEPS, ids=str)
def test_a_mistake_in_the_steps_is_told_with_its_place_and_remedy(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = write(Path("steps.yaml"), case.changed(WORDS))
    assert problems_of(steps) == [case.expected(WORDS, "steps.yaml")]


BOX_ON_STILL = "[left, top, width, height] in pixels of the picture; write it so"
IN_SCREENS = [
    Case("a crop by a box on a page", 'crop: "#card"', "crop: [0, 0, 9, 9]", "crop", "screens.form.crop: what is shown of a page is told otherwise, expected a CSS selector; write it so"),
    Case("a crop by a selector on a still", "still: receipt.jpg", 'still: receipt.jpg\n    crop: "#a"', 'crop: "#a"', f"screens.receipt.crop: what is shown of a still that is taken by hand is told otherwise, expected {BOX_ON_STILL}"),
    Case("a crop of three numbers", "still: receipt.jpg", "still: receipt.jpg\n    crop: [0, 0, 9]", "crop: [", "screens.receipt.crop: this does not fit, expected a CSS selector or, on a still, [left, top, width, height]"),
    Case("a screen by another name, told at its step alone", "screen: receipt", "screen: receit", "screen: receit", "stages.send.steps.receipt.screen: receit is not one of the screens, expected one of counter, form, receipt; did you mean receipt?"),
]  # fmt: skip


@pytest.mark.parametrize("case", IN_SCREENS, ids=str)
def test_a_mistake_in_the_screens_is_told_with_its_place_and_remedy(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    steps = write(Path("steps.yaml"), case.changed(PICTURED))
    assert problems_of(steps) == [case.expected(PICTURED, "steps.yaml")]


def test_a_buyer_of_a_guide_in_one_language_need_not_say_which(tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("languages: [zh, en]", "languages: [zh]"))
    buyer = buyer_of(tmp_path, loaded, MINIMAL.replace(", en: New Tea House", ""))
    assert buyer.profile.languages == ("zh",)


def test_a_picture_that_is_two_things_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        guide_of(
            tmp_path,
            ("        wait: 1-2 wd\n", "        wait: 1-2 wd\n        screen: stall\n"),
            ("updates:\n", "screens:\n  stall: {title: {zh: 图, en: Picture}, basis: original}\nupdates:\n"),
        )
    [problem] = raised.value.problems
    assert problem.where == "screens.stall"
    assert problem.message == "this does not fit, expected either page: (a template) or still: (a picture)"


@pytest.mark.parametrize("case", IN_A_BUYER, ids=str)
def test_a_mistake_in_a_buyer_is_told_with_its_place_and_remedy(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = load_guide(STEPS)
    monkeypatch.chdir(copied(tmp_path) / "buyers")
    with pytest.raises(InputError) as raised:
        load_buyer(write(Path("willow.yaml"), case.changed(WILLOW)), loaded)
    assert [str(problem) for problem in raised.value.problems] == [case.expected(WILLOW, "willow.yaml")]


def test_every_wrong_entry_of_a_list_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        buyer_of(tmp_path, load_guide(STEPS), f"{MINIMAL}moistures: [13%, 0.09, 17, 200]\n")
    assert [(problem.where, problem.message) for problem in raised.value.problems] == [
        ("moistures.0", "'13%' does not fit, expected a number; correct it"),
        ("moistures.1", "0.09 is less than one percent; write 9 for 9 %"),
        ("moistures.3", "'200' does not fit, expected at most 100; correct it"),
    ]


def test_what_is_wrong_between_parts_is_told_beside_what_is_wrong_in_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every mistake of `whole.yaml` is told though each of its parts has another one besides."""
    monkeypatch.chdir(tmp_path)
    whole = (BROKEN / "whole.yaml").read_text(encoding="utf-8")
    torn = whole.replace("work: 1 h", "work: soon").replace("kind: text, required: true", "kind: text, required: maybe")
    torn = torn.replace("basis: original", "basis: hearsay").replace('edition: "1"', "edition: []")
    torn = torn.replace("title: {zh: 信, en: Word}", "title: Word").replace("label: {zh: 比率, en: Rate}", "label: 1")
    told = problems_of(write(Path("whole.yaml"), torn.replace("describe: {zh: 数字, en: Digits}", "describe: 1")))
    assert torn.count("maybe") + torn.count("soon") == 5
    assert {mute(line) for line in (BROKEN / "whole.txt").read_text(encoding="utf-8").splitlines()} <= {
        mute(line) for line in told
    }


def test_a_buyers_logo_is_looked_at_beside_other_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load_guide(STEPS)
    monkeypatch.chdir(copied(tmp_path) / "buyers")
    wrong = replaced(
        WILLOW, ("leaf.svg", "tree.png"), ("deadline: 2027-05-01", "deadline: May"), ("advance_cny: 20000\n", "")
    )
    with pytest.raises(InputError) as raised:
        load_buyer(write(Path("willow.yaml"), wrong), loaded)
    told = [(problem.where, problem.message.split(",")[0]) for problem in raised.value.problems]
    assert told == [
        ("", "advance_cny is missing"),
        ("deadline", "'May' does not fit"),
        ("brand.logo", "no file tree.png in willow/; put it there"),
    ]


def mute(told: str) -> str:
    """A problem without its line and column."""
    return told.split(": ", 1)[1]


@pytest.mark.parametrize("text", [WORDS, PICTURED], ids=["words", "pictures"])
def test_one_mistake_raises_no_alarm_elsewhere(text: str, tmp_path: Path) -> None:
    """Whatever can't be read, nothing that refers to it, or is compared with it, is called wrong."""
    for at, wrong in islice(_spoilt(read_tree(write(tmp_path / "steps.yaml", text)).data), 0, None, 5):
        found = [
            *check_data(Guide, wrong, collection_names(wrong), LANGUAGES),
            *check_guide(partial_model(Guide, wrong)),
        ]
        assert [(place, message) for place, message in found if place[: len(at)] != at[: len(place)]] == [], at


def _spoilt(data: Any) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """`data` with one thing in it that can't be read, or one key that no one knows; and where that is."""
    for place in list(walk(Guide, data)):
        node: Any = data
        for part in place.location[:-1]:
            node = node[part] if not isinstance(node, str) else node
        if not place.location or isinstance(node, str) or place.location[-1] == "default":
            continue
        part = place.location[-1]
        kept = node.get(part) if isinstance(node, dict) else node[part]
        if kept is None:
            continue
        node[part] = [["?"]]
        yield place.location, data
        node[part] = kept
        if isinstance(kept, dict) and isinstance(place.annotation, type) and issubclass(place.annotation, Strict):
            for key in list(kept):
                value = kept.pop(key)
                kept[f"{key}x"] = value
                yield place.location, data
                del kept[f"{key}x"]
                kept[key] = value


def test_of_many_names_the_nearest_are_told(tmp_path: Path) -> None:
    many = "".join(f"  key_{word}: {{zh: 键, en: Key}}\n" for word in ("one", "two", "three", "four"))
    with pytest.raises(InputError) as raised:
        guide_of(
            tmp_path, ("labels:\n", f"labels:\n{many}"), ("path: [open_stall, stall_name]", "path: [key_tree, zzz]")
        )
    near, far = (problem.message for problem in raised.value.problems)
    assert (
        near
        == "key_tree is not one of the labels, expected one of key_three, key_two, key_one, …; did you mean key_three?"
    )
    assert far == "zzz is not one of the labels, expected one of black, buyer_code, certificate, …"


def test_what_is_wrong_in_both_languages_alike_is_told_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        guide_of(
            tmp_path,
            ("  prepare: {zh: 先备齐这些资料。, en: Have these at hand.}", '  prepare: {zh: "[[oven]][[oven]]，[此](term:lots)", en: "[[oven]] or [[zzz]]: [it](term:lots)"}'),
        )  # fmt: skip
    assert [(problem.where, problem.message) for problem in raised.value.problems] == [
        (
            "guide.prepare.zh",
            f"[[oven]] is not one of the labels, {LABELS}; add it under labels: or correct the key (in en too)",
        ),
        ("guide.prepare.zh", "broken link term:lots, expected one of lot; did you mean lot? (in en too)"),
        ("guide.prepare.en", f"[[zzz]] is not one of the labels, {LABELS}; add it under labels: or correct the key"),
    ]


def test_stages_that_wait_for_each_other_are_told_once_as_the_way_round(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        guide_of(tmp_path, ("    work: 10-20 min", "    after: [offer-tea]\n    work: 10-20 min"))
    [problem] = raised.value.problems
    assert problem.where == "stages.open-stall.after"
    assert problem.message == (
        "open-stall → offer-tea → open-stall: a dependency cycle, expected none; cut an after: of one of them"
    )


def test_of_a_circle_with_short_cuts_the_shortest_way_is_told_and_each_circle_by_itself() -> None:
    needs = {"a": ["b"], "b": ["c", "a"], "c": ["a"], "d": ["a", "e"], "e": ["f"], "f": ["e"], "g": ["g"]}
    stages = [
        {"id": name, "after": [{"stage": other} for other in others]} for name, others in needs.items()
    ]  # fmt: skip
    found = dependency_cycles(partial_model(Guide, {"stages": stages}))
    assert [(place, message.split(":")[0]) for place, message in found] == [
        (("stages", 0, "after"), "a → b → a"),
        (("stages", 4, "after"), "e → f → e"),
        (("stages", 6, "after"), "g → g"),
    ]


def test_a_stage_can_have_a_step_of_its_own_name(tmp_path: Path) -> None:
    loaded = guide_of(tmp_path, ("- id: choose-kind", "- id: open-stall"))
    assert loaded.guide.stage("open-stall").steps[0].id == "open-stall"


def test_an_example_that_a_buyer_fills_in_is_held_against_no_rule(tmp_path: Path) -> None:
    field = "            label: buyer_code\n            kind: text\n"
    example = '            format: stall_name\n            example: {zh: "{{ buyer.stall_code }}", en: "{{ buyer.stall_code }}"}\n'
    loaded = guide_of(tmp_path, (field, field + example))
    assert loaded.guide.stage("offer-tea").steps
    with pytest.raises(InputError, match="no breaks the format stall_name"):
        guide_of(tmp_path, (field, field + example.replace("{{ buyer.stall_code }}", "no")))


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "about",
        "faq",
        "glossary",
        "prepare",
        "en",
        "zh",
        "assets",
        "search",
        "404",
        "generic",
        "handout",
        "handbook",
        "card",
    ],
)
def test_a_stage_cannot_have_the_name_of_another_page(name: str, tmp_path: Path) -> None:
    renamed = WORDS.replace("offer-tea", name)
    with pytest.raises(InputError) as raised:
        load_guide(write(tmp_path / "steps.yaml", renamed))
    told = {(problem.where, problem.message) for problem in raised.value.problems}
    taken = "is the name of another page, expected a name of its own; rename the stage"
    shape = "expected an id of lower-case letters, digits and hyphens, such as credit-terms; correct it"
    assert (f"stages.{name}.id", f"{name} {taken}") in told or (
        f"stages.{name}.id",
        f"{name!r} does not fit, {shape}",
    ) in told


def test_an_unknown_key_that_yaml_escapes_is_refused_for_its_character_too(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"U\+F8FF \(a control or private-use character\) can't stand in a text"):
        guide_of(tmp_path, ('  edition: "7"', '  edition: "7"\n  "\\uF8FF": x'))


def test_a_file_that_is_not_there_is_told_without_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert problems_of(Path("steps.yaml")) == ["steps.yaml: no such file; check the name"]


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("steps.yaml").mkdir()
    assert problems_of(Path("steps.yaml")) == ["steps.yaml: a folder, expected a file; put the file itself there"]


def test_a_file_beyond_any_sensible_size_is_not_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    huge = write(Path("steps.yaml"), WORDS.encode() + b"#" * MAX_BYTES)
    size = huge.stat().st_size
    assert problems_of(huge) == [f"steps.yaml: {size:,} bytes long, expected at most 4,000,000; split it up"]


@pytest.mark.parametrize(
    ("written_as", "said"),
    [
        (WORDS.encode("utf-16"), "steps.yaml:1:1: byte 0xff is not UTF-8; save the file as UTF-8"),
        (WORDS.encode("gbk", "replace"), "steps.yaml:5:17: byte 0xb2 is not UTF-8; save the file as UTF-8"),
        (WORDS.replace("Welcome", "Bienvenue à").encode().replace("à".encode(), b"\xe0"), "steps.yaml:13:23: byte 0xe0 is not UTF-8; save the file as UTF-8"),
    ],
    ids=["utf-16", "gbk", "latin-1"],
)  # fmt: skip
def test_a_file_in_another_encoding_is_told_with_its_first_wrong_byte(
    written_as: bytes, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert problems_of(write(Path("steps.yaml"), written_as)) == [said]


def test_twenty_characters_that_do_not_belong_are_enough_to_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(problems_of(write(Path("steps.yaml"), WORDS + "# \x01\n" * 50))) == 20


# --------------------------------------------------------------------------------------------------
# What is accepted


@pytest.mark.parametrize(
    "changed",
    [WORDS.replace("\n", "\r\n"), "\ufeff" + WORDS, "---\n" + WORDS, "%YAML 1.2\n---\n" + WORDS + "...\n"],
    ids=["line-ends-of-Windows", "a-byte-order-mark", "a-document-start", "a-directive-and-an-end"],
)
def test_a_file_from_any_editor_is_read(changed: str, tmp_path: Path) -> None:
    assert load_guide(write(tmp_path / "steps.yaml", changed)).guide == load_guide(STEPS).guide


def test_a_remark_may_stand_wherever_no_text_is_lost(tmp_path: Path) -> None:
    remarked = replaced(
        WORDS,
        (TITLE, "title:  # of the page\n      zh: 开设摊位\n      # the next line is English\n      en: \"Open a stall\"  # short"),
        ('  edition: "7"', "  edition: 7  # the seventh"),
    )  # fmt: skip
    assert load_guide(write(tmp_path / "steps.yaml", remarked)).guide == load_guide(STEPS).guide


def test_lines_are_counted_alike_in_a_file_from_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    broken = WORDS.replace("cost: free", "cost: gratis").replace("\n", "\r\n")
    line = broken[: broken.index("cost: gratis")].count("\n") + 1
    assert problems_of(write(Path("steps.yaml"), broken))[0].startswith(
        f"steps.yaml:{line}:5: stages.open-stall.cost: "
    )


@pytest.mark.parametrize(
    "as_written", ["0123456", "No", "12:30:45", "1e5", "0x10", "1_000", "2027-01-01", "null", "=", "true", "茶 100%"]
)
def test_an_account_stays_as_it_is_written(as_written: str, tmp_path: Path) -> None:
    text = MINIMAL.replace("stall_code: new-house", f"stall_code: {as_written}")
    assert buyer_of(tmp_path, load_guide(STEPS), text).value("stall_code") == as_written


def test_values_have_the_types_of_their_kinds(tmp_path: Path) -> None:
    buyer = buyer_of(tmp_path, load_guide(STEPS), MINIMAL)
    assert (buyer.value("advance_cny"), buyer.value("tasting_days"), buyer.value("moistures")) == (1000, 3, None)


def test_a_sum_is_needed_only_by_who_publishes_its_stage(tmp_path: Path) -> None:
    text = "name: {zh: 新, en: New}\nstall_code: abc\nskip_stages: [offer-tea]\n"
    assert buyer_of(tmp_path, load_guide(STEPS), text).value("advance_cny") is None


def test_a_buyer_of_one_language_needs_no_other(tmp_path: Path) -> None:
    text = MINIMAL.replace("{zh: 新茶庄, en: New Tea House}", "{en: New Tea House}") + "languages: [en]\n"
    assert buyer_of(tmp_path, load_guide(STEPS), text).profile.languages == ("en",)


@pytest.mark.parametrize("slug", ["con", "nul", "com1", "lpt9", "CON"])
def test_a_slug_that_windows_keeps_for_a_device_is_refused(slug: str, tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        buyer_of(tmp_path, load_guide(STEPS), MINIMAL, slug)
    assert [problem.message for problem in raised.value.problems] == [
        f"Windows keeps the name {slug} for a device, expected another for a buyer; rename the file"
    ]


def test_a_stage_or_a_screen_that_windows_keeps_for_a_device_is_refused(tmp_path: Path) -> None:
    small = WORDS.replace("offer-tea", "aux")
    pictured = PICTURED.replace("  receipt:\n", "  prn:\n").replace("screen: receipt", "screen: prn")
    for number, (text, where) in enumerate(((small, "stages.aux.id"), (pictured, "screens.prn"))):
        with pytest.raises(InputError) as raised:
            load_guide(write(tmp_path / f"{number}.yaml", text))
        name = where.split(".")[1]
        message = f"Windows keeps the name {name} for a device, expected another for a file; rename it"
        assert (where, message) in {(problem.where, problem.message) for problem in raised.value.problems}


@pytest.mark.parametrize("slug", ["a", "tea-house-2", "0123", "a" * 60])
def test_a_slug_of_letters_digits_and_hyphens_is_fine(slug: str, tmp_path: Path) -> None:
    assert buyer_of(tmp_path, load_guide(STEPS), MINIMAL, slug).slug == slug


@pytest.mark.parametrize(
    "slug", ["generic", "Tea", "tea house", "tea_house", "-tea", "tea-", "tea--house", "茶", "tea.house", "a" * 61]
)
def test_a_slug_that_is_no_file_name_everywhere_is_refused(slug: str, tmp_path: Path) -> None:
    loaded = load_guide(STEPS)
    with pytest.raises(InputError) as raised:
        buyer_of(tmp_path, loaded, MINIMAL, slug)
    [problem] = raised.value.problems
    assert problem.message == (
        "the name generic is taken by the neutral edition, expected another for a buyer; rename the file"
        if slug == "generic"
        else f"{slug} can't be a buyer's slug, expected lower-case letters, digits and hyphens; rename the file"
    )


# --------------------------------------------------------------------------------------------------
# What a mistake leaves alone


def run(*arguments: str | Path) -> tuple[int, str]:
    """The exit code of `guide` and what it said."""
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    return result.exit_code, result.output


def test_a_mistake_leaves_the_site_that_was_built_before_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    build = ["build", "willow", "--steps", "steps.yaml", "--buyers", "buyers", "--out", "site", "--no-handout", "--zip"]
    code, said = run(*build)
    assert (code, said.startswith("site/willow/ built")) == (0, True)
    before = contents(place / "site")
    broken = [
        (Path("steps.yaml"), WORDS.replace("cost: free", "cost: gratis"), "steps.yaml:95:5: stages.open-stall.cost: "),
        (Path("steps.yaml"), WORDS.replace("[[open_stall]]", "[[open_shop]]"), "steps.yaml:104:14: stages.open-stall.steps.choose-kind.do.zh: "),
        (Path("steps.yaml"), "guide: [", "steps.yaml:2:1: not valid YAML: "),
        (Path("buyers/willow.yaml"), WILLOW.replace("20000", "twenty"), "buyers/willow.yaml:4:1: advance_cny: 'twenty' does not fit, "),
        (Path("buyers/willow.yaml"), WILLOW.replace("leaf.svg", "../leaf.svg"), "buyers/willow.yaml:17:27: brand.logo: ../leaf.svg lies outside "),
    ]  # fmt: skip
    for path, text, said in broken:
        good = path.read_bytes()
        write(path, text)
        code, output = run(*build)
        assert code == 1
        assert said in output
        assert "Traceback" not in output
        assert contents(place / "site") == before, path
        assert run("check", "--steps", "steps.yaml", "--buyers", "buyers")[0] == 1
        write(path, good)
    code, said = run(*build)
    assert (code, said.startswith("site/willow/ is up to date")) == (0, True)


def test_the_exit_code_says_whose_mistake_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = copied(tmp_path)
    monkeypatch.chdir(place)
    data = ["--steps", "steps.yaml", "--buyers", "buyers", "--no-handout"]
    assert run("build", "pine", *data, "--out", "site")[0] == 0
    assert run("build", *data, "--steps", "none.yaml") == (1, "none.yaml: no such file; check the name\n1 problem\n")
    assert run("build", "oak", *data) == (
        2,
        "no buyer oak in buyers, expected one of pine, willow; write buyers/oak.yaml\n",
    )
    for typed in ("../pine", "pine.yaml", "buyers/pine.yaml", "Pine"):
        assert run("build", typed, *data) == (
            2,
            f"{typed} names no buyer, expected one of pine, willow; "
            "BUYER is the file's name without .yaml, of lower-case letters, digits and hyphens\n",
        )
    assert run("build", "generic", *data) == (
        2,
        "the name generic is taken by the neutral edition, expected a buyer's; leave BUYER out to build that edition\n",
    )
    assert run("build", "pine", "--all", *data) == (
        2,
        "--all and names of buyers together, expected one of them; leave one out\n",
    )
    assert run("build", "--prune", *data) == (
        2,
        "--prune without --all, expected both; the sites to keep are those of all buyers\n",
    )
    assert run("build", "--colour", *data)[0] == 2
    assert run("build", "pine", *data, "--out", "steps.yaml") == (
        2,
        "steps.yaml is no folder, expected one for the sites; give OUT=another-folder (--out)\n",
    )


def test_every_problem_counts_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("steps.yaml"), WORDS.replace("cost: free", "cost: gratis").replace("work: 30 min", "work: 30"))
    code, output = run("build", "--steps", "steps.yaml", "--no-handout")
    assert code == 1
    assert output.splitlines()[-1] == "2 problems"


@pytest.mark.parametrize("name", ["oak.yml", "oak.YAML", "oak.yaml.txt", "oak.json"])
def test_a_file_that_looks_like_a_buyers_is_not_passed_over(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copied(tmp_path))
    write(Path("buyers") / name, MINIMAL)
    told = f"buyers/{name}: not the name of a buyer's file, expected oak.yaml; rename it, or move it out of the folder"
    data = ("--steps", "steps.yaml", "--buyers", "buyers")
    code, said = run("check", *data)
    assert (code, said.splitlines().count(told)) == (1, 1)
    code, said = run("build", "oak", *data, "--no-handout")
    assert (code, said.splitlines().count(told)) == (1, 1)
    code, said = run("build", "--all", *data, "--out", "site", "--no-handout", "--prune")
    assert code == 1
    assert told in said.splitlines()
    assert (Path("site") / "willow" / "index.html").is_file(), "one file's name holds up no one else"


def test_two_files_for_one_buyer_are_refused_and_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(copied(tmp_path))
    write(Path("buyers/willow.yml"), MINIMAL)
    told = "buyers/willow.yml: the buyer willow has two files, this and willow.yaml, expected one; delete one of them"
    data = ("--steps", "steps.yaml", "--buyers", "buyers")
    code, said = run("check", *data)
    assert (code, said.splitlines().count(told)) == (1, 1)
    for which in ("willow", "--all"):
        code, said = run("build", which, *data, "--out", "site", "--no-handout")
        assert (code, said.splitlines().count(told)) == (1, 1)
        assert not (Path("site") / "willow").exists()


UNIQUE = (
    "en: the stall code given by your tea house}\n",
    "en: the stall code given by your tea house}\n    unique: true\n",
)
SENT = (
    "expected a value that no other buyer has, since suppliers would be sent to the wrong one; correct it here or there"
)


@pytest.mark.parametrize(
    ("key", "line", "other"),
    [
        ("stall_code", 'stall_code: "0042760"', "stall_code: 0042760"),
        ("stall_code", "stall_code: Oak-27", "stall_code: 'oak-27'"),
        ("stall_code", "stall_code: oak", "stall_code:\n  oak  # ours"),
        ("site_url", "site_url: https://teas.example/new", "site_url: https://teas.example/new/"),
    ],
)
def test_two_buyers_with_the_same_address_or_account_are_told_in_a_check(
    key: str, line: str, other: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(Path("steps.yaml"), replaced(WORDS, UNIQUE))
    rest = MINIMAL if key == "site_url" else MINIMAL.replace("stall_code: new-house\n", "")
    write(Path("buyers/ash.yaml"), rest + line + "\n")
    write(Path("buyers/oak.yaml"), rest.replace("new-house", "elsewhere") + other + "\n")
    row = (rest + line).count("\n") + 1
    first = f"buyers/ash.yaml:{row}:1: {key}: buyers/oak.yaml has the same, {SENT}"
    data = ("--steps", "steps.yaml", "--buyers", "buyers")
    code, said = run("check", *data)
    assert code == 1
    assert first in said.splitlines()
    assert f"{key}: buyers/ash.yaml has the same, {SENT}" in said
    code, said = run("build", "--all", *data, "--out", "site", "--no-handout")
    assert (code, said.count("has the same")) == (0, 0)


def test_buyers_may_share_whatever_is_nobodys_own(tmp_path: Path) -> None:
    def shared(folder: Path, *changes: tuple[str, str]) -> list[str]:
        loaded = guide_of(folder, *changes)
        text = MINIMAL + "site_url: https://teas.example/"
        buyers = [buyer_of(folder, loaded, f"{text}{slug}\n", slug) for slug in ("ash", "oak")]
        return [problem.where for problem in shared_values(loaded.guide, buyers)]

    assert shared(tmp_path / "own", UNIQUE) == ["stall_code", "stall_code"]
    assert shared(tmp_path / "anyones") == []


def test_the_account_of_a_buyer_of_the_shipped_guide_is_its_own() -> None:
    assert [key for key, value in load_guide(REAL_STEPS).guide.buyer_values.items() if value.unique] == ["account_1688"]


def test_what_is_no_buyers_file_may_lie_beside_them(tmp_path: Path) -> None:
    buyers = copied(tmp_path) / "buyers"
    for name in ("README.md", ".oak.yaml", "oak.yaml~", "oak.yaml.bak", "oak.xlsx"):
        write(buyers / name, "")
    assert [path.name for path in buyer_files(buyers)] == ["pine.yaml", "willow.yaml"]


# --------------------------------------------------------------------------------------------------
# What the project ships


def test_the_shipped_guide_and_buyers_are_right() -> None:
    loaded = load_guide(REAL_STEPS)
    assert list(check_guide(loaded.guide)) == []
    assert {load_buyer(path, loaded).slug for path in buyer_files(REAL_BUYERS)} == {"demo", "haitang", "northstar"}


def test_every_value_knows_its_line() -> None:
    tree = read_tree(STEPS)
    text = WORDS.splitlines()
    for location, (line, column) in tree.places.items():
        if location and isinstance(location[-1], str):
            assert text[line - 1][column - 1 :].strip('"').startswith(location[-1]), location


def test_words_lost_behind_a_comma_are_told_with_all_else(tmp_path: Path) -> None:
    text = replaced(
        WORDS, (TITLE, "title: {zh: 开设摊位, en: Open a **stall, now**}"), ("work: 30 min", "work: 30 parsecs")
    )
    with pytest.raises(InputError) as caught:
        load_guide(write(tmp_path / "steps.yaml", text))
    lost, wrong = [problem.where for problem in caught.value.problems]
    assert (lost, wrong) == ("stages.open-stall.title", "stages.offer-tea.work")
