"""Words of headers in five languages, as platforms, agencies and ledgers write them.

Everything here is compared after `words.bare`. Platforms' own words stand under their names, so that a new
export is one more line.
"""

from __future__ import annotations

import re

from planner.sources.words import words_of

Ranked = tuple[int, str]


def _ranked(metric: str, *tiers: str) -> dict[str, Ranked]:
    """Words by tier, best first, "|" between words."""
    return {
        word.strip(): (rank, metric)
        for rank, tier in enumerate(tiers)
        for word in tier.split("|")
        if word.strip()
    }


METRIC_WORDS: dict[str, Ranked] = (
    _ranked(
        "spend",
        "spend|spends|cost|costs|ad spend|adspend|ad cost|media spend|media cost|media costs|"
        "marketing spend|amount spent|total spent|spent|money spent|investment|media investment|expense|"
        "expenses|expenditure|outlay|advertising spend|advertising cost|advertising costs|total cost|"
        "total spend|campaign cost|net spend|actual cost|actual costs|act. costs|act.costs|"
        "actual cost in campaign|net cost|расход|расходы|затраты|потрачено|израсходовано|"
        "рекламные расходы|расходы на рекламу|расход всего|затраты на рекламу|рекламный расход|"
        "инвестиции|затрат|расходов|сумма расхода|сумма затрат|расход средств|"
        "消费|花费|消耗|费用|投放费用|广告费|"
        "广告费用|广告花费|广告消耗|推广费用|推广费|支出|投放金额|消费金额|花费金额|消耗金额|总消耗|"
        "总花费|总消费|投入|投入金额|媒体费用|广告支出|营销费用|市场费用|投放成本|成本|总费用|"
        "kosten|ausgaben|werbekosten|werbeausgaben|mediakosten|spendings|ausgegebener betrag|aufwand|"
        "dépenses|dépense|coût|coûts|montant dépensé|investissement|investissements|dépenses média",
        "gross spend|gross cost|обороты дебет|оборот дебет|дебет обороты|обороты за период дебет|debit|"
        "фактические затраты|стоимость|стоимость размещения|"
        "accrued|accrual|accruals|accrued amount|accrued cost|accrued spend|начислено|已计提|计提金额",
        "дебет|借方|借方金额|amount in local currency|amount in lc|val.in rep.cur|"
        "value in reporting currency|amount in doc. curr|invoiced|billed|billed amount|выставлено|已开票|"
        "开票金额",
        "amount|сумма|金额|amounts|сумма оплаты|оплачено|已付金额|paid amount|amount paid|"
        "invoice amount|invoiced amount|net amount",
    )
    | _ranked(
        "revenue",
        "revenue|revenues|sales|net sales|sales revenue|net revenue|turnover|total revenue|"
        "purchase revenue|income|conversion value|conv. value|conv value|total conversion value|"
        "conversions value|purchase value|purchases conversion value|purchase conversion value|"
        "website purchases conversion value|order value|total sales|value won opportunities in campaign|"
        "value won opportunities|won amount|closed won amount|attributed revenue|attributed sales|"
        "complete payment value|total purchase value|выручка|доход|доходы|продажи|оборот|"
        "ценность конверсий|ценность конверсии|сумма продаж|выручка от продаж|收入|销售额|营收|营业收入|"
        "成交金额|成交额|转化金额|转化价值|支付金额|gmv|销售收入|销售金额|订单金额|下单金额|"
        "付款金额|支付订单金额|成交订单金额|"
        "umsatz|umsätze|nettoumsatz|erlöse|conversion-wert|conv.-wert|"
        "chiffre d'affaires|chiffre d’affaires|revenus|ventes|valeur de conversion",
        "gross sales|gross revenue|event value|total value|значение конверсий",
        "all conv. value|total ad revenue|сумма заказов",
    )
    | _ranked(
        "conversions",
        "conversions|conversion|conv|conv.|total conversions|orders|order count|transactions|purchases|"
        "deals|deals won|won deals|number of orders|ecommerce purchases|won opportunities|"
        "total won opportunities|won opportunities in campaign|closed won|конверсии|конверсия|конверсий|"
        "заказы|заказов|покупки|сделки|транзакции|количество заказов|количество сделок|число заказов|"
        "кол-во заказов|转化数|转化|转化量|转化次数|订单|订单数|订单量|成交数|成交订单数|成交量|购买|"
        "购买数|购买次数|成单数|下单数|bestellungen|käufe|aufträge|commandes|achats",
        "website purchases|results|key events|достижения целей|достижение целей|достижения цели|"
        "целевые действия|目标转化量|complete payment|units sold|sales count",
        "all conv|all conv.|all conversions|достижения любой цели",
    )
    | _ranked(
        "new_customers",
        "new customers|new customer|new clients|new buyers|first-time buyers|first time buyers|"
        "acquired customers|first time purchasers|first-time purchasers|customers acquired|"
        "new customers acquired|new client|новые клиенты|новые покупатели|новых клиентов|"
        "новых покупателей|кол-во новых клиентов|новый клиент|新客|新客户|新客数|新增客户|新客户数|"
        "新客人数|新增客户数|新客量|新增新客|neukunden|neue kunden|nouveaux clients",
    )
    | _ranked(
        "leads",
        "leads|lead|total leads|lead count|leads in campaign|new leads|лиды|лид|лидов|заявки|заявок|"
        "количество лидов|кол-во лидов|количество заявок|线索|线索量|线索数|有效线索|留资|留资数|留资量|"
        "销售线索",
        "website leads|on-facebook leads|leads (form)|form submissions|lead form submissions|lead forms|"
        "обращения|表单数|表单提交数|表单提交|表单提交量",
    )
    | _ranked(
        "impressions",
        "impressions|impression|impr|impr.|imps|impressions delivered|total impressions|ad impressions|"
        "показы|показов|кол-во показов|количество показов|показ|展现|展现量|展现次数|展示|展示数|展示量|"
        "展示次数|曝光|曝光量|曝光次数|曝光数|展现数|impressionen|sichtkontakte",
    )
    | _ranked(
        "clicks",
        "clicks|click|link clicks|clicks (destination)|destination clicks|ad clicks|total clicks|"
        "link click|клики|кликов|кол-во кликов|количество кликов|клик|点击|点击量|点击数|点击次数",
        "переходы|website clicks|klicks|clics",
        "clicks (all)|outbound clicks|all clicks",
    )
)

# Looked for anywhere in a header: such a figure is a quotient or a head count and must never be summed.
RATIO = re.compile(
    r"%|\bctr\b|\bcp[acmlvot]\b|\becp[cm]\b|\bcpi\b|\bcac\b|\bro[ai]s?\b|\bacos\b|\bдрр\b|\baov\b|\brate\b|\bavg\b|"
    r"\baverage\b|\bmean\b|\bcost (?:per|/)|\bper (?!month|channel|day)|\w ?/ ?(?:conv|click|cost|"
    r"1,?000|result|lead|"
    r"order)|\bfrequency\b|\breach\b|\bshare\b|\bindex\b|\bunique\b|\bposition\b|\bquality\b|\bbounce|\bpct\b|\bsov\b|"
    r"\bsearch impr|\bimpr\. \(|средн|\bдоля\b|частота|\bохват|цена |стоимость (?:за|клика|лида|заявки|"
    r"1|цел|конверс)|"
    r"рентабельн|отказ|глубина|率|均价|平均|单价|占比|比例|频次|频率|覆盖|触达|千次|排名|成本价|"
    r"\banteil\b|\bquote\b|\bdurchschnitt|\btaux\b|\bmoyen|\bpart de|"
    r"\bcoût (?:par|pour)|\bkosten (?:pro|je|/)|"
    r"сальдо|остаток на|^кредит$|^credit$|^贷方|\b(?:opening|closing) balance|"
    r"(?:转化|点击|展现|线索|获客|订单|注册|表单)成本|投产比|投入产出"
)

TIME_WORDS = words_of(
    "month|months|period|date|day|days|by day|by month|month of year|year month|yearmonth|year-month|"
    "month/year|month year|reporting month|calendar month|fiscal period|posting period|posting date|"
    "reporting starts|start date|start date (in utc)|start|from|close date|created date|date start|"
    "period start|time|time period|month name|document date|reporting period|invoice date|month start|"
    "date range|posting month|gregorian date|per|nth month|месяц|месяцы|период|дата|день|даты|"
    "месяц и год|месяц год|отчетный месяц|отчетный период|дата визита|период отчета|дата начала|начало|"
    "дата документа|月份|月|日期|时间|期间|年月|月度|统计日期|统计月份|会计期间|天|日|开始日期|开始时间|"
    "账期|所属月份|投放月份|monat|datum|tag|zeitraum|buchungsdatum|"
    "rechnungsdatum|mois|jour|période"
)
END_WORDS = words_of(
    "reporting ends|end date|end date (in utc)|end|to|date end|period end|дата окончания|конец|结束日期|"
    "结束时间"
)
YEAR_WORDS = words_of(
    "year|fiscal year|calendar year|fy|год|финансовый год|年|年份|年度|会计年度|"
    "jahr|geschäftsjahr|année|exercice"
)
WEEK_WORDS = words_of(
    "week|by week|week start|week starting|week of|week commencing|week no|week number|calendar week|"
    "iso week|week ending|неделя|недели|номер недели|周|星期|周次|自然周|woche|kw|"
    "kalenderwoche|semaine"
)
QUARTER_WORDS = words_of("quarter|half|quarters|квартал|полугодие|季度|半年")
CHANNEL_WORDS: dict[str, int] = {
    word: rank
    for rank, tier in enumerate(
        (
            "channel|channels|media channel|marketing channel|channel name|channel group|"
            "channel grouping|ad channel|default channel group|default channel grouping|"
            "session default channel group|plan channel|session primary channel group|"
            "session default channel grouping|first user default channel group|advertising channel|media|"
            "media type|канал|каналы|рекламный канал|канал продвижения|медиаканал|канал коммуникации|"
            "медиа|маркетинговый канал|канал рекламы|канал трафика|渠道|媒体|媒介|渠道名称|投放渠道|"
            "推广渠道|广告渠道|营销渠道|媒体渠道|媒体类型|媒介类型|渠道类型|"
            "kanal|kanäle|werbekanal|mediengattung|mediagattung|canal|canaux|levier",
            "source|medium|platform|lead source|source / medium|session source / medium|session medium|"
            "session source|publisher|network|tactic|line item|activity|media source|traffic source|"
            "источник|источник трафика|площадка|инструмент|направление|平台|来源|媒体平台|投放平台|"
            "流量来源|项目",
            "статья|статья затрат|статья расходов|субконто|номенклатура|счет|cost element|"
            "cost element name|cost item|cost center|cost centre|gl account|g/l account|"
            "account description|费用项目|科目|科目名称|成本中心|vendor|supplier|поставщик|контрагент|"
            "供应商|name|название|наименование|名称",
        )
    )
    for word in tier.split("|")
}
METRIC_NAME_WORDS = words_of(
    "metric|metrics|kpi|kpis|measure|measures|indicator|measure names|metric name|показатель|показатели|"
    "метрика|метрики|指标|指标名称|度量|数据指标|kennzahl|kennzahlen|indicateur|indicateurs"
)
VALUE_WORDS = words_of(
    "value|values|amount|figure|measure values|metric value|total value|number|значение|значения|сумма|"
    "величина|数值|值|数据|金额|指标值|wert|betrag|valeur|montant"
)
SCENARIO_COLUMN_WORDS = words_of(
    "type|scenario|version|data type|value type|plan/actual|plan / actual|actual/plan|plan or actual|"
    "basis|тип|сценарий|версия|план/факт|тип данных|вид|类型|版本|口径|数据类型|场景|计划/实际"
)
CURRENCY_WORDS = words_of(
    "currency|currency code|ccy|curr|crcy|валюта|код валюты|币种|货币|货币代码|währung|devise"
)
NOTE_WORDS = words_of(
    "campaign|campaign name|campaign id|ad group|ad set|ad set name|ad name|ad|ads|account|account name|"
    "account id|id|region|country|city|product|brand|note|notes|comment|comments|status|owner|currency|"
    "objective|campaign type|attribution setting|result type|description|segment|category|device|market|"
    "invoice|po|row|line|no|#|№|opportunity name|stage|record count|delivery status|campaign group name|"
    "invoice no|invoice number|sessions|users|new users|total users|visits|визиты|посетители|"
    "engaged sessions|кампания|название кампании|№ кампании|группа|объявление|регион|город|страна|"
    "примечание|комментарий|статус|тип кампании|продукт|договор|устройство|п/п|№ п/п|документ|计划名称|"
    "推广计划|广告计划|广告组|单元|推广单元|账户|账户名称|地域|地区|备注|说明|状态|产品|序号|创意|"
    "广告系列|kampagne|kampagnenname|anzeigengruppe|konto|bemerkung|kommentar|campagne|nom de la campagne|"
    "commentaire|remarque"
)

REMARK_WORDS = words_of(
    "note|notes|comment|comments|remark|remarks|description|примечание|примечания|комментарий|комментарии|备注|说明"
)
DEAL_WORDS = words_of(
    "opportunity name|opportunity|close date|deal name|deal|stage|сделка|название сделки|этап сделки|"
    "商机|商机名称"
)
"""Columns of a list of sales, as Salesforce and other CRMs export it."""

SCENARIOS: dict[str, str] = {
    word: kind
    for kind, words in {
        "actual": "actual|actuals|act|act.|fact|факт|факт.|фактический|фактически|фактические|исполнение|"
        "实际|实际值|实绩|实际发生|实际数|发生额|ist|ist-wert|ist-kosten|réel|réalisé",
        "plan": "plan|planned|budget|budgeted|target|goal|approved|план|план.|плановый|плановые|бюджет|цель|"
        "计划|预算|目标|计划值|预算数|计划数|soll|prévu|prévisionnel",
        "variance": "var|var.|variance|diff|diff.|difference|delta|δ|gap|vs plan|vs budget|vs. "
        "plan|act vs plan|deviation|отклонение|откл|откл.|разница|дельта|выполнение|差异|偏差|差额|差|"
        "完成率|执行率|达成率|abweichung|differenz|écart",
        "forecast": "forecast|fcst|outlook|estimate|est|projected|projection|прогноз|оценка|预测|预估|预计|"
        "prognose|prévision",
        "other": "ly|py|last year|prior year|previous year|previous "
        "period|yoy|mom|yago|prior|committed|commitment|прошлый год|пг|аппг|去年|上年|同期|去年同期|上期|"
        "同比|环比",
    }.items()
    for word in words.split("|")
}

FISCAL_YEAR = re.compile(
    r"\bfiscal\b|\bfinancial year\b|\bfy ?'?\d\d|\bfy\b|\bфинансовый год|\bфинансового года|财年|财政年度|"
    r"会计年度"
)
YEAR_EDGE = re.compile(r"\b(?:start|begin|end)(?:s|ing|ed)?\b|\bначал|\bзакан|\bокончан|开始|结束|起|止")
"""What a title says of a year that is no calendar year."""
PERIOD_HEAD = re.compile(r"\bper(?:iode?|íodo)?\b|\bpériode|период|期间|buchungsperiode")
YEAR_END = re.compile(r"end(?:s|ing|ed)?|закан|окончан|结束|止")
PLAN_TITLE = re.compile(
    r"(?:\b|media)(?:plan|planned|budget|forecast|outlook|targets?|last year|prior year)\b|"
    r"(?:\b|медиа)(?:план|бюджет|прогноз)\b|计划|预算|预测|去年|\b(?:soll|prognose|prévision\w*)\b"
)
ACTUAL_TITLE = re.compile(
    r"\bactuals?(?![a-z])|\bfacts?\b|\bфакт\w*|实际|实绩|\bist\b|\bréel\w*|\bréalisé\w*"
)
"""What the title of a table or the name of a sheet says its figures are."""

_NUMBER_OF = r"(?:total )?(?:number|no\.?|count|qty|quantity|#) of |(?:общее )?(?:количество|кол-во|число) |"
AROUND = re.compile(
    rf"^(?:{_NUMBER_OF}带来的?|产生的?|总|实际|贡献|归因|媒体|广告|渠道|本月|当月)|"
    r"(?: (?:с|от) рекламы| по каналам?| за (?:месяц|период)| (?:by|per) channel| from (?:ads|media)|"
    r" attributed)$"
)
"""What stands around a measure's name and changes nothing of it."""
MARKS = {"a": "actual", "ac": "actual", "f": "forecast", "fc": "forecast", "b": "plan", "bud": "plan",
         "p": "plan", "pl": "plan", "ф": "actual", "п": "plan"}  # fmt: skip
"""What a letter beside a month says: "Jan (A)", "Mar F"."""

TOTAL = re.compile(
    r"(?:^|[^\w])(?:grand |sub ?-?|overall |report )?totals?(?:$|[^\w])|^sum$|^overall$|^subtotal|^summe$|"
    r"(?:^|[^\w])(?:итого|всего|подитог|общий итог|промежуточный итог)(?:$|[^\w])|^итог(?:и|о)?\b|^в сумме|"
    r"合计|总计|小计|总和|汇总|共计|总数|^总$|"
    r"(?:^|[^\w])(?:gesamt|gesamtsumme|gesamtergebnis|zwischensumme|insgesamt|summe|ensemble)(?:$|[^\w])|"
    r"^all channels$|^все каналы$|^全部$|^all media$|^combined$"
)
TOTAL_ROW = re.compile(r"^обороты за (?:период|месяц|квартал|год)|^сальдо на (?:начало|конец)")
"""A ledger's sums: as a column head the same words stand above figures."""
SUMMARY_PERIOD = re.compile(
    r"^(?:fy|cy)\s?'?\d{2,4}(?:/\d{2,4})?$|^q[1-4]\b|^[1-4]q\b|\bq[1-4]$|^h[12]\b|^[12]h\b|\bytd\b|\bmtd\b|\bqtd\b|"
    r"^full year|^year to date|^year$|^annual|^quarter\b|^half\b|quarter\s?[1-4]|"
    r"(?:^|\s)(?:[1-4]|i{1,3}|iv)\s?-?(?:й|ый|ой)?\s?кв(?:\.|артал|$)|полугодие|нарастающим|"
    r"с начала года|^за год|"
    r"\bquartal\b|\btrimestre\b|^jahr$|^gesamtjahr|\bkumuliert|\bcumul|^année$|"
    r"^год$|季度|^[上下]半年|累计|全年|年度|^[一二三四]季|\d{4} ?q[1-4]|^\d{2,4}年$|^(?:19|"
    r"20)\d\d(?: ?год| ?г\.?)?$"
)
