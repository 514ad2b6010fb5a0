"""A small invented guide with pictures: two re-created screens and one still, in a folder of its own."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from guide.capture.chromium import capture_screens
from guide.capture.screens import Report
from guide.loading.loader import Loaded, load_guide
from guide.loading.yaml_reader import Tree, read_tree

TODAY = datetime.date(2026, 11, 23)

STEPS = """\
guide:
  id: parcel-guide
  title: {zh: 寄件指南, en: Parcel guide}
  edition: "1"
  verified_on: 2026-11-01
buyer_values:
  account:
    kind: member_name
    label: {zh: 账号, en: Account}
    neutral: {zh: 收件人的账号, en: the account of the recipient}
    required: true
labels:
  sender: {zh: 寄件人, pinyin: jì jiàn rén, en: Sender}
  recipient: {zh: 收件人账号, pinyin: shōu jiàn rén zhàng hào, en: Recipient's account}
  weight: {zh: 重量, pinyin: zhòng liàng, en: Weight}
  send: {zh: 提交, pinyin: tí jiāo, en: Send}
stages:
  - id: send
    title: {zh: 寄件, en: Send a parcel}
    goal: {zh: 寄出一件包裹。, en: A parcel is on its way.}
    work: 5 min
    wait: 0 d
    cost: free
    steps:
      - id: form
        title: {zh: 填写表单, en: Fill in the form}
        do: {zh: 填写下列各栏。, en: Fill in these fields.}
        screen: [form, counter]
        fields:
          - {id: sender, label: sender, kind: text, required: true, enter: {zh: 贵公司名称, en: Your company's name}}
          - {id: recipient, label: recipient, kind: text, required: true, enter: {zh: "{{ buyer.account }}", en: "{{ buyer.account }}"}}
          - {id: weight, label: weight, kind: number, required: false, enter: {zh: 公斤, en: Kilograms}}
      - id: receipt
        title: {zh: 拍下回执, en: Photograph the receipt}
        do: {zh: 拍下柜台给的回执。, en: Photograph the receipt.}
        screen: receipt
screens:
  form:
    title: {zh: 寄件表单, en: Parcel form}
    page: form.html.j2
    basis: original
    crop: "#card"
    width: 640
    marks:
      - {at: "#card", as: dim}
      - {at: "#sender", field: sender, label: sender, text: {zh: 填写贵公司名称。, en: Enter your company's name.}}
      - {at: "#recipient", field: recipient, label: recipient, text: {zh: "填写{{ buyer.account }}。", en: "Enter {{ buyer.account }}."}}
      - {at: "#recipient input", as: typed, value: "{{ buyer.account }}"}
      - {at: "#weight", as: number, field: weight, label: weight, text: {zh: 填写重量。, en: Enter the weight.}}
      - {at: "#send", as: arrow, label: send, text: {zh: "点击[[send]]。", en: "Click [[send]]."}}
  counter:
    title: {zh: 柜台, en: The counter}
    page: counter.html.j2
    basis: schematic
    width: 400
    marks:
      - {at: "#desk", text: {zh: 在这里交件。, en: Hand it in here.}}
  receipt:
    title: {zh: 回执, en: The receipt}
    still: receipt.jpg
    basis: live
    taken_on: 2026-11-20
    marks:
      - {box: [100, 200, 300, 80], text: {zh: 单号在这里。, en: The number is here.}}
      - {box: [500, 400, 200, 60], as: redact}
"""

BASE = """\
<!DOCTYPE html>
<html lang="zh-Hans"><head><meta charset="utf-8"><title>{% block title %}{% endblock %}</title>
<link rel="stylesheet" href="look.css"></head>
<body>{% block body %}{% endblock %}</body></html>
"""

LOOK = """\
body { background: #f0f1f3; font: 15px/20px "Noto Sans CJK SC", sans-serif; margin: 0; }
#card { background: #fff; height: 420px; left: 20px; position: absolute; top: 30px; width: 600px; }
.row { height: 40px; left: 60px; line-height: 40px; position: absolute; width: 420px; }
.row input { border: 1px solid #999; box-sizing: border-box; font-size: 14px; height: 32px; left: 120px; padding: 0 10px; position: absolute; top: 4px; width: 280px; }
#send { background: #06c; border: 0; color: #fff; height: 40px; left: 180px; position: absolute; top: 320px; width: 120px; }
"""

FORM = """\
{% extends "base.html.j2" %}
{% block title %}寄件{% endblock %}
{% block body %}
<style>#sender { top: 60px } #recipient { top: 120px } #weight { top: 180px }</style>
<div id="card">
<div class="row" id="sender">{{ labels.sender.zh }}<input placeholder="名称"></div>
<div class="row" id="recipient">{{ labels.recipient.zh }}<input placeholder="账号"></div>
<div class="row" id="weight">{{ labels.weight.zh }}<input value="2.5"></div>
<button id="send">{{ labels.send.zh }}</button>
</div>
{% endblock %}
"""

COUNTER = """\
{% extends "base.html.j2" %}
{% block body %}<div style="height: 200px; position: relative"><b id="desk" style="left: 150px; position: absolute; top: 80px">柜台</b></div>{% endblock %}
"""


@dataclass(frozen=True)
class Place:
    """The files of the guide."""

    folder: Path

    @property
    def steps(self) -> Path:
        return self.folder / "steps.yaml"

    @property
    def screens(self) -> Path:
        return self.folder / "screens"

    @property
    def captures(self) -> Path:
        return self.folder / "captures"

    @property
    def form(self) -> Path:
        return self.screens / "form.html.j2"

    def loaded(self) -> Loaded:
        return load_guide(self.steps)

    def tree(self) -> Tree:
        return read_tree(self.steps)

    def take(self, browser: Browser, *only: str, force: bool = False, day: datetime.date = TODAY) -> Report:
        """Take the re-created screens, or those named."""
        return capture_screens(
            self.loaded().guide, screens=self.screens, captures=self.captures, only=only or ("form", "counter"), force=force,
            today=day, tree=self.tree(), browser=browser,
        )  # fmt: skip

    def change(self, path: Path, old: str, new: str) -> None:
        """Replace `old`, which stands there once, by `new`."""
        text = path.read_text("utf-8")
        assert text.count(old) == 1, (path, old)
        path.write_text(text.replace(old, new), "utf-8")


def make_place(folder: Path) -> Place:
    """The guide, written into `folder`; its figures and words are the project's own."""
    place = Place(folder)
    screens = place.screens
    screens.mkdir(parents=True)
    place.steps.write_text(STEPS, "utf-8")
    for name, text in (
        ("base.html.j2", BASE),
        ("look.css", LOOK),
        ("form.html.j2", FORM),
        ("counter.html.j2", COUNTER),
    ):
        (screens / name).write_text(text, "utf-8")
    return place
