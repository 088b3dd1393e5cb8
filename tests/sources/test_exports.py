"""Exports as platforms and ledgers write them, cut to a few lines."""

from __future__ import annotations

import pytest

from tests.sources.books import figures, read, xlsx

SEARCH = {"default_channel": "Paid Search"}


def one_month(
    spend: float, impressions: float, clicks: float, **more: float
) -> list[tuple[str, str, str, float]]:
    values: dict[str, float | None] = dict.fromkeys(("spend", "revenue", "conversions", "leads"))
    values |= {"spend": spend, **more, "impressions": impressions, "clicks": clicks}
    return [
        ("2026-01", "Paid Search", metric, value) for metric, value in values.items() if value is not None
    ]


EXPORTS = {
    "google ads": (
        'Campaign report\n"January 1, 2026 - January 31, '
        '2026"\nCampaign\tMonth\tCost\tImpr.\tClicks\tCTR\tConversions\n'
        "Brand\t2026-01-01\t1,234.50\t1,000\t10\t1%\t2.00\nGeneric\t2026-01-01\t --\t500\t5\t1%\t0.00\n"
        "Total: Account\t --\t1,234.50\t1,500\t15\t1%\t2.00\n",
        "utf-16",
        one_month(1234.5, 1500, 15, conversions=2),
    ),
    "meta": (
        "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions,Link clicks,"
        "Clicks (all),"
        "Purchases,Purchases conversion value,CTR (all),Reach\n"
        "2026-01-01,2026-01-31,c1,100.5,1000,10,15,2,300,1.2,900\n,,,100.5,1000,10,15,2,300,1.2,900\n",
        "utf-8-sig",
        one_month(100.5, 1000, 10, revenue=300, conversions=2),
    ),
    "tiktok": (
        "By Day,Campaign name,Cost,Impressions,Clicks (destination),Conversions,CPC (destination)\n"
        "2026-01-05,x,10,100,5,1,2\n2026-01-06,x,20,200,6,2,3.3\n",
        "utf-8",
        one_month(30, 300, 11, conversions=3),
    ),
    "linkedin": (
        "Campaign Performance Report (in UTC)\nReport Start: January 1, 2026\nReport End: January 31,"
        " 2026\n\n\n"
        "Start Date (in UTC)\tAccount Name\tCurrency\tTotal Spent\tImpressions\tClicks\tAverage CPC\tLeads\n"
        "1/15/2026\tAcme\tUSD\t10.5\t100\t5\t2.1\t2\n1/3/2026\tAcme\tUSD\t10.5\t100\t5\t2.1\t2\n",
        "utf-16",
        one_month(21, 200, 10, leads=4),
    ),
    "microsoft": (
        '"Report Name: Campaign"\n"Report Time: 1/1/2026,1/31/2026"\n\n'
        '"Month","Campaign name","Impressions","Clicks","Spend","Conversions","Revenue"\n'
        '"2026-01-01","b","1,000","10","12.50","1","100"\n\n"@2026 Microsoft Corporation. All rights '
        'reserved. "\n',
        "utf-8-sig",
        one_month(12.5, 1000, 10, revenue=100, conversions=1),
    ),
    "yandex direct": (
        "Отчет за 01.01.2026 - 31.01.2026\n\n\n\nМесяц;Кампания;Показы;Клики;CTR (%);Расход (руб.);"
        "Ср. цена клика (руб.);Конверсии\nИтого и средние;;1 500;15;1,00;1 239,50;8,26;1\n"
        "янв. 2026;к1;1 000;10;1,00;1 234,50;123,45;1\nянв. 2026;к2;500;5;1,00;5,00;1,00;-\n",
        "cp1251",
        one_month(1239.5, 1500, 15, conversions=1),
    ),
    "baidu": (
        "日期,账户,推广计划,展现量,点击量,消费,点击率,平均点击价格\n2026-01-05,a,b,1000,10,12.5,1%,1.25\n"
        "2026年1月6日,a,b,1000,10,12.5,1%,1.25\n总计,-,-,2000,20,25,1%,1.25\n",
        "gb18030",
        one_month(25, 2000, 20),
    ),
    "oceanengine": (
        "时间,消耗(元),展示数,点击数,转化数,转化成本\n总计,300,3000,30,3,100\n2026-01-05,100,1000,10,1,100\n"
        "2026-01-06,200,2000,20,2,100\n",
        "utf-8-sig",
        one_month(300, 3000, 30, conversions=3),
    ),
    "tencent": (
        "日期,花费,曝光次数,点击次数,点击率,目标转化量\n2026/1/5,100,1000,10,1%,1\n",
        "utf-8",
        one_month(100, 1000, 10, conversions=1),
    ),
}  # fmt: skip


@pytest.mark.parametrize("source", EXPORTS)
def test_platform_export(source: str) -> None:
    text, encoding, expected = EXPORTS[source]
    result = read(text.encode(encoding), f"{source}.csv", mapping=SEARCH)
    assert figures(result) == [
        (month, channel, metric, float(value)) for month, channel, metric, value in expected
    ]
    assert result.rejected == ()


def test_ga4_has_a_comment_block_channels_of_its_own_and_an_unnamed_grand_total() -> None:
    text = (
        "# ----\n# Traffic acquisition\n# 20260101-20260228\n# ----\n\n"
        "Month,Session primary channel group (Default channel group),Sessions,Key events,Total revenue\n"
        "202601,Paid Search,100,5,500.5\n202602,Direct,50,2,20\n,,150,7,520.5\n"
    )
    result = read(text.encode(), "ga4.csv")
    assert figures(result) == [
        ("2026-01", "Paid Search", "revenue", 500.5), ("2026-01", "Paid Search", "conversions", 5),
        ("2026-02", "Baseline", "revenue", 20), ("2026-02", "Baseline", "conversions", 2),
    ]  # fmt: skip
    assert result.rejected == ()
    assert all(total.agrees for total in result.facts.totals)


def test_yandex_metrica_names_sources_in_russian() -> None:
    text = (
        "Источник трафика;Месяц визита;Визиты;Достижения целей;Отказы, %\nИтого и средние;;300;9;12,5\n"
        "Радио;2026-01;200;5;10,0\nТВ;2026-01;100;4;15,0\n"
    )
    mapping = {"column_map": {"Месяц визита": "month"}}
    assert figures(read(text.encode("cp1251"), "metrica.csv", mapping=mapping)) == [
        ("2026-01", "TV", "conversions", 4), ("2026-01", "Radio", "conversions", 5),
    ]  # fmt: skip


def test_salesforce_amount_is_revenue_and_the_footer_no_row() -> None:
    text = (
        "Close Date,Lead Source,Opportunity Name,Amount\n2026-01-05,TV,x,100\n2026-01-06,Radio,y,200\n"
        'Grand Totals (2 records),,,300\n"Confidential Information - Do Not Distribute"\n'
    )
    result = read(text.encode(), "report.csv")
    assert figures(result) == [("2026-01", "TV", "revenue", 100), ("2026-01", "Radio", "revenue", 200)]
    assert result.rejected == ()


def test_1c_turnovers_are_read_and_balances_are_not() -> None:
    rows = [
        ["Карточка счета 44"], ["Период: Январь 2026 - Февраль 2026"],
        ["Период", "Статья затрат", "Сальдо на начало", None, "Обороты", None],
        [None, None, "Дебет", "Кредит", "Дебет", "Кредит"],
        ["Январь 2026", "ТВ", 1, None, 100.5, None], ["Февраль 2026", "Радио", 1, None, 200, None],
        ["Итого", None, None, None, 300.5, None],
    ]  # fmt: skip
    data = xlsx(rows, merges=[(2, 2, 2, 3, "Сальдо на начало"), (2, 4, 2, 5, "Обороты")])
    assert figures(read(data)) == [("2026-01", "TV", "spend", 100.5), ("2026-02", "Radio", "spend", 200)]


def test_html_saved_as_xls() -> None:
    page = (
        "<html><head><meta charset='utf-8'></head><body><table><tr><td colspan=3>Отчет по затратам</td></tr>"
        "<tr><th>Месяц</th><th>Канал</th><th>Расход, руб.</th></tr><tr><td rowspan=2>янв. 2026</td>"
        "<td>ТВ</td>"
        "<td>1&nbsp;234,50</td></tr><tr><td>Радио<td>7</tr><tr><td>Итого<td><td>1 241,50</table>"
        "</body></html>"
    )
    result = read(page.encode(), "otchet.xls")
    assert figures(result) == [("2026-01", "TV", "spend", 1234.5), ("2026-01", "Radio", "spend", 7)]


def test_excel_2003_xml() -> None:
    book = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="TDSheet"><Table>'
        '<Row><Cell><Data ss:Type="String">Период</Data></Cell><Cell><Data ss:Type="String">'
        "Канал</Data></Cell>"
        '<Cell ss:Index="4"><Data ss:Type="String">Затраты</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell><Data ss:Type="String">Март 2026 г.</Data></Cell><Cell><Data '
        'ss:Type="String">Радио'
        '</Data></Cell><Cell ss:Index="4"><Data ss:Type="Number">12.5</Data></Cell></Row></Table>'
        "</Worksheet></Workbook>"
    )
    assert figures(read(book.encode(), "1c.xls")) == [("2026-03", "Radio", "spend", 12.5)]


def test_sap_periods_trailing_minus_and_starred_totals() -> None:
    rows = [
        ["Period", "Cost element name", "Act. Costs", "Plan costs", "Var."],
        ["P01", "TV", "1.234,50-", "5,00", "6,00"], ["P02", "Radio", "10,00", "1,00", "2,00"],
        ["*", "Total", "1.224,50-", "6,00", "8,00"],
    ]  # fmt: skip
    result = read(xlsx(rows))
    assert figures(result) == [("2026-01", "TV", "spend", -1234.5), ("2026-02", "Radio", "spend", 10)]
