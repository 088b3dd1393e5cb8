"""How far money is on its way: the words of a state column, and the same money standing in several states.

Delivered money is what was accrued. Invoiced and paid are later stages of the same money, so a line that
stands in several states counts once, with its earliest state; lines in one state each are parts and add up.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from planner.domain.actuals import MoneyState
from planner.sources.questions import ask_states
from planner.sources.words import bare, words_of

STATE_COLUMN_WORDS = words_of(
    "state|status|money state|money status|spend status|cost status|payment status|invoice status|"
    "billing status|po status|commitment status|budget status|stage of money|статус|статус оплаты|"
    "статус платежа|статус счета|статус расхода|статус затрат|состояние|состояние оплаты|стадия|状态|"
    "付款状态|支付状态|结算状态|费用状态|资金状态|开票状态|款项状态|执行状态"
)
CAMPAIGN_WORDS = words_of(
    "campaign|campaigns|campaign name|campaign title|кампания|название кампании|имя кампании|"
    "рекламная кампания|计划名称|推广计划|推广计划名称|广告计划|广告计划名称|广告系列|广告系列名称|活动名称|"
    "营销活动|推广活动|投放活动"
)
ORDER_WORDS = words_of(
    "po|po number|po no|po #|purchase order|purchase order number|purchase order no|purchasing document|"
    "order number|order no|contract|contract number|contract no|договор|номер договора|№ договора|"
    "заказ на закупку|номер заказа|№ заказа|订单号|采购订单|采购订单号|采购单号|合同号|合同编号|合同"
)
INVOICE_WORDS = words_of(
    "invoice|invoice no|invoice number|invoice id|invoice #|invoice ref|invoice reference|bill number|"
    "document|document number|document no|reference|номер счета|счет №|№ счета|счет-фактура|"
    "номер счета-фактуры|№ счета-фактуры|номер акта|№ акта|документ|номер документа|№ документа|"
    "发票|发票号|发票号码|发票编号|账单号|单据号|凭证号"
)
_WORDS: dict[str, MoneyState | None] = {
    word: state
    for state, words in (
        (
            MoneyState.PLANNED,
            "planned|plan|budget|budgeted|план|запланировано|запланирован|планируется|плановый|бюджет|计划|"
            "计划中|已计划|预算",
        ),
        (
            MoneyState.COMMITTED,
            "committed|commitment|commitments|ordered|on order|po issued|po|contracted|booked|reserved|"
            "encumbered|open order|обязательство|обязательства|законтрактовано|законтрактован|заказано|"
            "заказан|забронировано|зарезервировано|承诺|已承诺|已下单|已签约|已签合同|已订购|已预订",
        ),
        (
            MoneyState.ACCRUED,
            "accrued|accrual|accruals|delivered|goods received|начислено|начисление|начислен|начислены|"
            "оказано|计提|已计提|预提|已预提|应计|已发生|已投放",
        ),
        (
            MoneyState.INVOICED,
            "invoiced|invoice|invoice received|billed|unpaid|not paid|payable|счет выставлен|выставлен счет|"
            "выставлено|выставлен|счет получен|к оплате|не оплачено|не оплачен|开票|已开票|已开发票|已收票|"
            "待付款|未付款|未支付|待支付",
        ),
        (
            MoneyState.PAID,
            "paid|payment|settled|fully paid|оплачено|оплачен|оплачены|оплата|выплачено|已付|已付款|已支付|"
            "支付|付款|已结清|已结算",
        ),
        (None, "actual|actuals|fact|факт|实际|实际发生"),
    )
    for word in words.split("|")
}
_PLAIN = words_of("planned|plan|budget|budgeted|план|бюджет|плановый|计划|预算")
"""Words that a column of plan and actual holds as well; alone they make no column of money states."""
_ORDER = (None, MoneyState.ACCRUED, MoneyState.INVOICED, MoneyState.PAID)
UNSPENT = (MoneyState.PLANNED, MoneyState.COMMITTED)
_EQUAL = 0.005


def knows_state(text: str) -> bool:
    """Whether a text names a state of money, or says that it is actual."""
    return bare(text) in _WORDS


def state_of(text: str) -> MoneyState | None:
    """The state a text names; None for "actual". Raises KeyError for anything else."""
    return _WORDS[bare(text)]


def are_states(texts: Iterable[str], *, named: bool) -> bool:
    """Whether these are the values of a state column.

    named  the column is called a status; else it must hold two states, one of them unknown to a column of
           plan and actual: "paid" and "organic" are kinds of media
    """
    values = {bare(text) for text in texts}
    known = values & _WORDS.keys()
    telling = {value for value in known if value not in _PLAIN and _WORDS[value] is not None}
    enough = telling or known & _PLAIN if named else telling and len(known) > 1
    return len(known) * 2 >= len(values) and bool(enough)


@dataclass(frozen=True, slots=True)
class Line:
    """One delivered figure with what tells it apart; `references` are its order and invoice numbers."""

    month: str
    channel: str
    metric: str
    campaign: str
    references: tuple[str, ...]
    state: MoneyState | None
    value: float


def counted(lines: Sequence[Line], answer: str | None, place: str) -> list[bool]:
    """Which delivered figures count as spend, so that no money counts twice.

    answer  "stages" or "parts" where the mapping says which; else it is decided, or asked with OpenQuestion
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, line in enumerate(lines):
        # A document's stages may lie in different months; without its number only one month's can be told.
        own = ("", *line.references) if any(line.references) else (line.month,)
        groups.setdefault((line.channel, line.metric, line.campaign, *own), []).append(index)
    in_month: dict[tuple[str, ...], list[int]] = {}
    for index, line in enumerate(lines):
        in_month.setdefault((line.channel, line.metric, line.campaign, line.month), []).append(index)
    candidates = [group for group in groups.values() if _several(lines, group)]
    # Numbers on some rows only (an accrual has no invoice yet) tell nothing apart.
    candidates += [
        group
        for group in in_month.values()
        if _several(lines, group) and not all(any(lines[i].references) for i in group)
    ]
    keep = [True] * len(lines)
    if not candidates or answer == "parts":
        return keep
    if answer is None and not _are_stages(lines, candidates):
        first = lines[candidates[0][0]]
        raise ask_states(place, first.channel, first.month, _said(lines, candidates[0]))
    for group in candidates:
        earliest = min(_rank(lines[i]) for i in group)
        for i in group:
            keep[i] = keep[i] and _rank(lines[i]) == earliest
    return keep


def _rank(line: Line) -> int:
    return _ORDER.index(line.state)


def _several(lines: Sequence[Line], group: Iterable[int]) -> bool:
    return len({lines[i].state for i in group}) > 1


def _sums(lines: Sequence[Line], group: Iterable[int]) -> Mapping[MoneyState | None, float]:
    values: dict[MoneyState | None, list[float]] = {}
    for i in sorted(group, key=lambda i: _rank(lines[i])):
        values.setdefault(lines[i].state, []).append(lines[i].value)
    return {state: math.fsum(found) for state, found in values.items()}


def _are_stages(lines: Sequence[Line], candidates: Iterable[Iterable[int]]) -> bool:
    """Whether every line shrinks on its way and most are carried over whole: parts do not repeat amounts."""
    whole = count = 0
    for group in candidates:
        sums = [abs(value) for value in _sums(lines, group).values()]
        if any(later > before * (1 + _EQUAL) for before, later in pairwise(sums)):
            return False
        whole += sums[1] >= sums[0] * (1 - _EQUAL)
        count += 1
    return whole * 2 > count


def _said(lines: Sequence[Line], group: Iterable[int]) -> str:
    return ", ".join(f"{state or 'actual'} {value:,.2f}" for state, value in _sums(lines, group).items())
