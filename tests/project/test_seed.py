"""Nothing of the 2018 guide is lost: each of its addresses, words on its screens and instructions is in the built site.

The original is a scan and no part of the project; what it says is listed here. A word of the portal must stand on
the page of its stage in both languages; an instruction is looked for by its own words, in each language.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from pathlib import Path

import pytest

from guide.publishing.builder import BuildContext
from support.htmls import attributes, words

# --------------------------------------------------------------------------------------------------
# What the original shows

ADDRESSES = [
    ("register", "choose-account-type", "https://member.1688.com/member/join/enterprise_join.htm"),
    ("verify", "open-workbench", "https://work.1688.com/home/seller.htm"),
    ("verify", "enter-amount", "https://work.1688.com/home/seller.htm"),
    ("taxpayer", "open-certificates", "https://work.1688.com/home/seller.htm?_path_=/creditdetails/certificateIndex&"),
    ("rongyishou", "open-promotion", "https://view.1688.com/cms/promotion/rys.html"),
    (
        "credit-terms",
        "open-account-period",
        "https://work.1688.com/home/seller.htm#app/salemanagement/accountPeriodApply/",
    ),
]
"""Stage, step, address: line breaks joined, tracking left out."""

FIELDS = {
    "register": [
        ("member_name", "会员名"), ("password", "登录密码"), ("password_confirm", "密码确认"), ("contact_name", "联系人姓名"),
        ("company_name", "企业名称"), ("trade_identity", "贸易身份"), ("mobile", "手机号码"), ("slider", "验证码"), ("terms", "阿里巴巴服务条款"),
    ],
    "verify": [
        ("company_name", "企业名称"), ("registration_number", "工商注册号"), ("bank", "开户银行"), ("bank_account", "企业银行账号"),
        ("mobile", "手机号码"), ("amount", "打款金额"),
    ],
    "taxpayer": [
        ("certificate_type", "证书类型"), ("certificate_name", "证书名称"), ("effective_date", "证书生效时间"),
        ("expiry_date", "证书有效期截止"), ("certificate_number", "证书编号"), ("issuing_body", "发证机构"),
        ("issuer_phone", "发证机构联系电话"), ("issuer_website", "发证机构网址"), ("certificate_image", "上传证书图片"),
        ("confirmation", "我确认填写或上传内容真实、合法、有效"),
    ],
    "rongyishou": [
        ("id_portrait", "法人身份证"), ("id_emblem", "法人身份证"), ("account_permit", "开户许可证"), ("licence", "营业执照"),
        ("amount", "金额"),
    ],
    "credit-terms": [("buyer_account", "采购商主账号"), ("credit_line", "授信金额"), ("settlement_days", "结算日期")],
    "quote": [
        ("brand", "物料品牌"), ("unit_price", "单价"), ("tax_rate", "税率"), ("price_validity", "价格有效期"), ("invoice_type", "开票类型"),
        ("other", "其他"),
    ],
}  # fmt: skip
"""The fields that its screens and sentences name: id, and the words beside it."""

ON_SCREEN = {
    "register": [
        "企业账户注册", "个人账户注册", "我要销售", "我要采购", "两者都是", "中国大陆 +86", "请按住滑块，拖动到最右边", "隐私声明", "同意并注册",
        "手机收不到验证码？", "会员账户注册不成功？", "企业账户如何开店？", "会员名如何设置会更好？", "阿里巴巴开店必须要营业执照吗？", "其它问题",
    ],
    "verify": [
        "1688 卖家工作台", "认证", "企业名称认证", "我要认证", "企业身份认证", "深度认证", "诚信通", "旺铺入门版", "免费咨询", "未认证", "我的认证", "商家认证",
        "返回电脑版认证", "选择认证方式", "打款认证", "选择开户行", "提交银行对公账号", "填写打入账号的金额", "认证成功", "返回上一页", "我要咨询", "极速认证",
    ],
    "taxpayer": [
        "我要上传", "诚信档案", "资质证书", "选择证书类型", "填写证书详情", "提交成功，待审核", "一般纳税人证明材料", "提交审核", "如何选择证书类型？",
        "上传资质证书有什么好处？", "证书图片上传的标准及规范说明", "哪些证书可以发布上网？", "证书审核时间要多久？",
    ],
    "rongyishou": ["立即开通", "立即开通融易收"],
    "credit-terms": [
        "立即开通", "开通条件", "支付宝实名认证并年龄大于16岁", "开通融易收", "立即绑定", "您不满足账期交易开通条件", "增加买家", "搜索", "确认", "授信管理",
        "会员名称", "授信额度", "结算方式/日期", "授信时间", "停用账期", "修改额度", "请输入会员名搜索", "提供月结场景", "节约资金成本", "批量设置额度与账期",
        "交易方式", "账期交易",
    ],
    "quote": ["1688 卖家工作台", "商机库", "待报价", "采购商邀请", "报价管理"],
}  # fmt: skip
"""The portal's own words, which stand on the page in either language."""

SAID = [
    ("index", "greeting", "尊敬的供应商，您好！", r"Dear supplier"),
    ("index", "nothing may be left out", "缺一不可", r"none can be left out"),
    ("about", "the order of its opening line", "注册账号 → 企业实名认证 → 开通融易收 → 一般纳税人资格申请审核 → 开通账期交易 → 找到询价单进行报价", r"register → verify the company → open Rongyishou → "),
    ("about", "the order of its headings", "正文却把一般纳税人资格排在融易收之前", r"gives two orders"),
    ("register", "who registers an enterprise account", "有企业营业执照的用户（含个体工商户）", r"business licence . individually owned businesses"),
    ("register", "verify as a company", "做企业实名认证", r"verify the company \(real-name verification\)"),
    ("register", "open a shop", "作为卖家身份开店", r"open a shop as a seller"),
    ("register", "buy", "作为买家身份采购", r"purchase as a buyer"),
    ("register", "what a member name may be", "会员名支持字母、数字、汉字", r"Letters, digits and Chinese characters are allowed"),
    ("register", "the company's short name", "企业名称的简称", r"short form of your company’s name"),
    ("register", "name as on the licence", "营业执照上的公司名称", r"name as on the business licence"),
    ("register", "tell the purchasing agent", "会员账号（即会员名）告诉采购商的采购员", r"give your 1688 member account \(that is, your member name\) to the buyer’s purchasing agent"),
    ("register", "the buyer's list", "供应商管理名录", r"supplier management list"),
    ("register", "then quoting costs nothing", "询价单报价就不收费了", r"quoting on that buyer’s RFQs costs you nothing"),
    ("register", "else each quotation is charged", "每次报价都要收取报价费用", r"(otherwise|not on the list,) a fee is charged for every quotation"),
    ("verify", "log in and click", "登录 1688 账号，点击“认证”按钮", r"log in with your 1688 account, and click 认证"),
    ("verify", "the button at the right", "点击右侧的“我要认证”", r"click 我要认证 \(Verify now\) on its right"),
    ("verify", "name verification is free", "免费认证服务", r"(?i)company-name verification is free|free verification"),
    ("verify", "one of two for companies", "个人认证和企业认证只能选择其一", r"you may choose personal or company verification, not both"),
    ("verify", "what it gives", "展示真实企业名称和认证标识", r"show the real company name and a verification mark"),
    ("verify", "corporate account", "对公账户（即对公收款账户）的资料", r"corporate bank account, the one that receives your payments"),
    ("verify", "about a day", "审核时间一天", r"one day for the review"),
    ("verify", "less than 1 yuan", "打入一笔 1 元以下的款项", r"less than 1 yuan"),
    ("verify", "log in again and enter it", "重新登录 1688 卖家工作台，回到“企业名称认证”页面", r"(?i)Log in again to the 1688 seller workbench"),
    ("verify", "enter the amount", "在验证框里输入打款金额", r"Enter the amount in the verification box"),
    ("taxpayer", "the button at the right", "点击页面右侧的“我要上传”", r"我要上传 \([^)]*\) (at|on) the right"),
    ("taxpayer", "red marks and brackets", "请仔细查看图中的红色标识和括号内的要求", r"red (marks|remarks)[^.]*brackets"),
    ("taxpayer", "the first two rows", "前两行都选“一般纳税人证明材料”", r"first two rows"),
    ("taxpayer", "today's date will do", "填写当天日期即可", r"[Tt]oday’s date will do"),
    ("taxpayer", "expiry if there is one", "证书上有的，必须照着填写", r"a date that the document does show must be entered"),
    ("taxpayer", "the fapiao's number", "填写发票号码", r"fapiao number|number of the fapiao"),
    ("taxpayer", "the supplier's own name", "填写贵公司的企业名称", r"your (own )?company’s name|name of your (own )?company"),
    ("taxpayer", "a fapiao at 16 % or 17 %", "此处上传供应商开具的 16% 或 17% 税点的发票照片即可", r"fapiao at 16% or 17%"),
    ("taxpayer", "hide personal data", "如何处理图片中身份证号等隐私信息，以防他人窃取！", r"如何处理图片中身份证号等隐私信息，以防他人窃取！"),
    ("taxpayer", "takes about a day", "审核时间一般为一天", r"takes a day as a rule"),
    ("taxpayer", "does not hold up the next", "不影响下一步：提交以后，可以立刻开通融易收", r"holds nothing up: as soon as you have submitted, go on to open Rongyishou"),
    ("rongyishou", "a virtual account", "电子虚拟账户", r"virtual account"),
    ("rongyishou", "bound to the real one", "一一对应绑定", r"bound one-to-one to your company’s real corporate collection account"),
    ("rongyishou", "for the buyer's payments", "用来收取采购商的货款", r"receives the buyer’s payments"),
    ("rongyishou", "both sides of the ID card", "法定代表人身份证正反面", r"both sides of the legal representative’s ID card"),
    ("rongyishou", "the permit", "开户许可证的彩色高清照片或扫描件", r"account-opening permit"),
    ("rongyishou", "in colour and sharp", "彩色的高清照片或扫描件", r"high-definition photos or scans in colour"),
    ("rongyishou", "a day", "审核时间一般为一天", r"one day, as a rule, for the review"),
    ("rongyishou", "a random amount below 1 yuan", "1 元以下的随机金额", r"random amount"),
    ("rongyishou", "log in a second time", "再次登录", r"Log in again"),
    ("credit-terms", "what it is", "买家在授信额度内下单后，不用付款就可以进货，在确认收货后的结算日期内按时完成支付", r"within a credit line"),
    ("credit-terms", "trusted buyers", "给予信赖的买家授信额度，并协商制定结算日期", r"buyers you trust"),
    ("credit-terms", "once all before is done", "前面的部分都做好以后", r"all the previous parts (are )?done"),
    ("credit-terms", "at least one of two", "至少满足一项", r"at least one"),
    ("credit-terms", "know the main account first", "需要事先知道采购商的 1688 主账号", r"know the buyer’s main account on 1688 beforehand"),
    ("credit-terms", "5 million", "5,000,000 元（500 万元）", r"RMB 5,000,000"),
    ("credit-terms", "30 days", "30 天", r"30 days"),
    ("credit-terms", "that completes it", "点击“确认”，即完成开通", r"That completes it"),
    ("quote", "after the invitation", "采购商发布询价单邀请之后", r"when the buyer publishes an RFQ and invites you"),
    ("quote", "what is usually filled in", "一般填写物料品牌、单价、税率、价格有效期、开票类型即可", r"brand, unit price, tax rate, price validity and invoice type"),
    ("quote", "whatever else the RFQ demands", "参考采购商询价单内的明细要求", r"detailed requirements in the buyer’s RFQ"),
]  # fmt: skip
"""Page, what it is about, how the Chinese page says it, and what the English page says."""


@lru_cache(maxsize=64)
def _page(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@lru_cache(maxsize=64)
def _words_of(path: Path) -> str:
    """The words of the page's content, without those around it."""
    page = _page(path)
    return words(page[page.index("<main") : page.index("</main>")])


def squeezed(text: str) -> str:
    """Without blanks, and with one form for each character."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def step_of(page: str, step: str) -> str:
    """The part of a page that belongs to a step."""
    return page.partition(f'data-step="{step}"')[2].partition('data-step="')[0]


@pytest.fixture(scope="module")
def demo(real_sites: Path) -> Path:
    return real_sites / "demo"


BOTH = pytest.mark.parametrize("under", ["", "en"], ids=["zh", "en"])


@BOTH
@pytest.mark.parametrize(("stage", "step", "address"), ADDRESSES)
def test_an_address_stands_at_its_step(stage: str, step: str, address: str, under: str, demo: Path) -> None:
    part = step_of(_page(demo / under / f"{stage}.html"), step)
    assert address in [value for tag, value in attributes(part, "href") if tag == "a"]
    assert address.replace("&", "&amp;") in part


@BOTH
def test_no_address_carries_what_tracked_its_readers(under: str, demo: Path) -> None:
    for path in (demo / under).glob("*.html"):
        assert not re.search(r"spm=|0\.0\.0\.0\.", _page(path)), path


@BOTH
@pytest.mark.parametrize(
    ("stage", "field", "label"), [(stage, *field) for stage, found in FIELDS.items() for field in found]
)
def test_a_field_of_a_screen_has_its_row_with_its_label(
    stage: str, field: str, label: str, under: str, demo: Path
) -> None:
    row = _page(demo / under / f"{stage}.html").partition(f'id="field-{field}"')[2].partition("</tr>")[0]
    heading, _, cells = row.partition("</th>")
    assert squeezed(label) in squeezed(words(f"<x>{heading}</x>"))
    assert 'class="enter"' in cells
    assert len(words(f"<x>{cells.partition('</td>')[0]}</x>")) > 5


@BOTH
@pytest.mark.parametrize(("stage", "word"), [(stage, word) for stage, found in ON_SCREEN.items() for word in found])
def test_a_word_of_a_screen_stands_on_the_page_of_its_stage(stage: str, word: str, under: str, demo: Path) -> None:
    assert squeezed(word) in squeezed(_words_of(demo / under / f"{stage}.html"))


@pytest.mark.parametrize(("page", "about", "zh", "en"), SAID, ids=[f"{page}-{about}" for page, about, _, _ in SAID])
def test_an_instruction_is_given_in_both_languages(page: str, about: str, zh: str, en: str, demo: Path) -> None:
    assert squeezed(zh) in squeezed(_words_of(demo / f"{page}.html")), about
    assert re.search(en, _words_of(demo / "en" / f"{page}.html")), about


def test_the_six_stages_are_there_in_the_order_of_the_originals_headings(real: BuildContext) -> None:
    assert [stage.id for stage in real.loaded.guide.stages] == [
        "register",
        "verify",
        "taxpayer",
        "rongyishou",
        "credit-terms",
        "quote",
    ]


@pytest.mark.parametrize("word", ["16%", "17%", "开户许可证", "工商注册号"])
def test_what_has_changed_since_is_told_beside_the_original_wording(word: str, real: BuildContext) -> None:
    guide = real.loaded.guide
    found = [update for update in guide.updates if word in str(update.then.zh)]
    assert found
    for update in found:
        assert update.sources
        assert update.review_by > guide.guide.verified_on
        used = {
            name
            for stage in guide.stages
            for step in stage.steps
            for name in (*step.updates, *(n for f in step.fields for n in f.updates))
        }
        assert update.id in used


def test_no_name_of_the_originals_screens_is_reused(demo: Path) -> None:
    """Its pictures show accounts of real people."""
    for path in demo.rglob("*"):
        if path.suffix in (".html", ".js", ".json"):
            assert not re.search(r"dsmujunjie|jackmu|浙江啊理", path.read_text(encoding="utf-8")), path
