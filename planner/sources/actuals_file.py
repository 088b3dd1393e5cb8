"""Read actuals from any file that people send: the one entry point of this room."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from planner.domain.actuals import ReadResult
from planner.domain.errors import BadDocument, BadFile, OpenQuestion, PlannerError, say
from planner.sources.blocks import beside, split
from planner.sources.channel_names import ChannelNames
from planner.sources.combine import combine
from planner.sources.context import Context, read_context
from planner.sources.grid import Book, Cell, Sheet
from planner.sources.header import Header, find_header
from planner.sources.headings import Headings
from planner.sources.layout import Layout
from planner.sources.mapping import FileMapping
from planner.sources.outline import flattened
from planner.sources.problem_log import shown
from planner.sources.questions import ask, ask_channel_map, ask_currency
from planner.sources.sandbox import open_book
from planner.sources.table import Table
from planner.sources.table_rows import read_table
from planner.sources.understanding import understand
from planner.sources.vocabulary import ACTUAL_TITLE, PLAN_TITLE
from planner.sources.words import bare

SHOWN = 12
"""Rows and columns of a file without a header that a person is shown, to point at the header."""
FAULTS = 10
"""Faults told one by one in the message where nothing of a file can be read."""


@dataclass(frozen=True)
class ReadSheet:
    """One sheet as it was understood and what it gave."""

    sheet: Sheet
    layout: Layout
    context: Context
    table: Table


def read_actuals(
    data: bytes,
    filename: str,
    *,
    channels: Sequence[str] | None = None,
    year: int | None = None,
    mapping: Mapping[str, Any] | None = None,
) -> ReadResult:
    """Read a file of actuals, whatever its format and layout.

    data      the file's bytes; `filename` is only used in messages
    channels  the plan's channels in order; None takes every label as a channel of its own
    year      the plan's year: bare months take it, other years are left out and said
    mapping   answers to questions, a document that `FileMapping` checks

    Returns figures summed per month, channel and metric, in order of month, plan and metric; problems in
    order of the file; and how the file was understood. Raises BadFile where nothing can be read,
    OpenQuestion where only the sender knows (params: question, options, labels), BadDocument for a wrong
    mapping.
    """
    answers = FileMapping.of(mapping)
    _check_answers(answers, ChannelNames(channels, answers.channel_map))
    return read_book(open_book(data, filename), filename, channels=channels, year=year, mapping=answers)


def read_book(
    book: Book,
    filename: str,
    *,
    channels: Sequence[str] | None = None,
    year: int | None = None,
    mapping: Mapping[str, Any] | FileMapping | None = None,
) -> ReadResult:
    """Read a file that is open already, as `read_actuals` does; the book stays as it is.

    filename  what messages call the file
    """
    answers = FileMapping.of(mapping)
    names = ChannelNames(channels, answers.channel_map)
    _check_answers(answers, names)
    book = replace(book, filename=Path(filename).name or "file")
    read, skipped = _read_sheets(book, names, answers, year)
    _check_currencies(read, answers, book)
    result = combine(book, read, skipped, names, year)
    if not result.rows and not result.commits:
        raise _nothing(book, read, result, names, year)
    return result


def _check_answers(answers: FileMapping, names: ChannelNames) -> None:
    if names.channels is None:
        return
    given = [*answers.channel_map.values(), answers.default_channel]
    for channel in given:
        if channel is not None and names.match(channel).channel is None:
            raise BadDocument(
                say(
                    'The mapping names the channel "{channel}", which is not in the plan: {names}.',
                    channel=channel,
                    names=", ".join(names.channels),
                )
            )


def _read_sheets(
    book: Book, names: ChannelNames, answers: FileMapping, year: int | None
) -> tuple[list[ReadSheet], list[str]]:
    candidates = _candidates(book, answers)
    read: list[list[ReadSheet]] = []
    failures: list[PlannerError] = []
    for sheet in candidates:
        try:
            read.append(_read_sheet(book, sheet, names, answers, year))
        except (BadFile, OpenQuestion) as problem:
            failures.append(problem)
    useful = [tables for tables in read if any(one.table.figures for one in tables)] or [
        tables for tables in read if any(one.table.commits for one in tables)
    ]
    if not useful:
        # A question about one sheet is worth more than the news that another is empty.
        questions = [failure for failure in failures if isinstance(failure, OpenQuestion)]
        if read and not questions:
            return [one for tables in read for one in tables], []
        raise (questions or failures)[0]
    chosen = [one for tables in _chosen(book, useful, answers) for one in tables]
    taken = {one.sheet.name for one in chosen}
    return chosen, [sheet.name for sheet in book.sheets if sheet.name not in taken and sheet.rows]


def _candidates(book: Book, answers: FileMapping) -> list[Sheet]:
    filled = [sheet for sheet in book.sheets if sheet.rows]
    if answers.sheet is not None and answers.sheet != "*":
        named = [sheet for sheet in filled if bare(sheet.name) == bare(answers.sheet)]
        if not named:
            hidden = " It is hidden." if answers.sheet in book.hidden_sheets else ""
            raise BadFile(
                say(
                    '"{filename}" has no visible sheet "{sheet}" with cells in it.{hidden} It has: {sheets}.',
                    filename=book.filename,
                    sheet=answers.sheet,
                    hidden=hidden,
                    sheets=", ".join(sheet.name for sheet in filled) or "none",
                ),
                reason="no_sheet",
            )
        return named
    if not filled:
        hidden = (
            f" Hidden sheets ({', '.join(book.hidden_sheets)}) are not read." if book.hidden_sheets else ""
        )
        raise BadFile(
            say('"{filename}" has no cells to read.{hidden}', filename=book.filename, hidden=hidden),
            reason="empty",
        )
    return filled


def _read_sheet(
    book: Book, sheet: Sheet, names: ChannelNames, answers: FileMapping, year: int | None
) -> list[ReadSheet]:
    """The tables of one sheet; later ones inherit what the sheet's title says and their own does not."""
    headings = Headings(names, answers)
    read: list[ReadSheet] = []
    for found in _tables(book, sheet, headings, answers.header_row - 1 if answers.header_row else None):
        part, header = flattened(*found, headings, names)
        context = read_context(part, header.first, headings)
        if read:
            context = context.within(read[0].context)
        place = sheet.name or f'"{book.filename}"'
        layout = understand(part, header, headings, names, answers, context, place)
        table = read_table(part, layout, headings, names, answers, context, year=year, date1904=book.date1904)
        read.append(ReadSheet(part, layout, context, table))
    return _without_plans(read)


def _tables(
    book: Book, sheet: Sheet, headings: Headings, header_row: int | None
) -> Iterator[tuple[Sheet, Header]]:
    """Each table of a sheet with its header; cells keep their address."""
    first = _header(book, sheet, headings, header_row)
    for half in beside(sheet, first):
        header = first if half is sheet else _header(book, half, headings, header_row)
        for part, row in split(half, header, headings):
            yield part, header if row is None else _header(book, part, headings, row)


def _without_plans(read: list[ReadSheet]) -> list[ReadSheet]:
    """The tables that are not titled as plan or forecast, where others stand beside those; they are said."""
    kept = [one for one in read if not one.context.plan_title]
    if not kept:
        return read
    for one in read:
        if one.context.plan_title:
            kept[0].table.skipped_scenarios[one.context.plan_title] += one.table.data_rows
    return kept


def _header(book: Book, sheet: Sheet, headings: Headings, row: int | None) -> Header:
    header = find_header(sheet, headings, row)
    if header is None:
        place = sheet.name or f'"{book.filename}"'
        raise BadFile(
            say(
                "{place}: no header row was found. A row should name the columns (month, channel, "
                'spend, ...) or carry the months; "header_row" in the mapping file says which row it '
                "is.",
                place=place,
            ),
            reason="no_header",
            rows=[[_text(cell) for cell in row[:SHOWN]] for row in sheet.rows[:SHOWN]],
        )
    return header


def _text(cell: Cell) -> str:
    return "" if cell is None else shown(cell)[:30]


def _chosen(book: Book, read: list[list[ReadSheet]], answers: FileMapping) -> list[list[ReadSheet]]:
    """Sheets that belong together: all where the name is the month, the metric or the channel, else one."""
    if len(read) == 1 or answers.sheet == "*" or answers.layout in ("sheet_per_month", "sheet_per_metric"):
        return read
    for part in ("sheet_month", "sheet_metric", "sheet_channel"):
        family = [tables for tables in read if getattr(tables[0].context, part)]
        if len(family) > 1 and len({getattr(tables[0].context, part) for tables in family}) == len(family):
            return family
    named = [one for one in read if ACTUAL_TITLE.search(bare(one[0].sheet.name))]
    rest = [one for one in read if not PLAN_TITLE.search(bare(one[0].sheet.name))]
    for choice in (named, rest):
        if len(choice) == 1:
            return choice
    sheets = [tables[0].sheet.name for tables in read]
    raise ask(
        "sheet",
        f'"{book.filename}": which sheet holds the actuals, {" or ".join(sheets)}? Answer with "sheet" '
        f"in the "
        'mapping file ("*" adds all of them up).',
        [*sheets, "*"],
        sheets,
    )


def _check_currencies(read: Sequence[ReadSheet], answers: FileMapping, book: Book) -> None:
    currencies = sorted({code for one in read for code in one.table.currencies})
    if len(currencies) > 1 and answers.currency is None:
        raise ask_currency(f'"{book.filename}"', currencies)


def _nothing(
    book: Book, read: Sequence[ReadSheet], result: ReadResult, names: ChannelNames, year: int | None
) -> PlannerError:
    unknown = list(result.facts.unknown_labels)
    if unknown and not result.facts.channel_map and names.channels is not None:
        return ask_channel_map(f'"{book.filename}"', unknown, names.channels)
    years = sorted({found for one in read for found in one.table.other_years})
    if years:
        return BadFile(
            say(
                '"{filename}" holds figures of {names} only, none of {year}. Choose the plan of that '
                "year, or send the other file.",
                filename=book.filename,
                names=", ".join(years),
                year=year,
            ),
            reason="other_year",
        )
    if not result.rejected:
        text = '"{filename}": no row could be read. The table has a header but no figures under it.'
        return BadFile(say(text, filename=book.filename), reason="no_rows")
    faults = " ".join(problem.message for problem in result.rejected[:FAULTS])
    if len(result.rejected) > FAULTS:
        faults += f" And {len(result.rejected) - FAULTS:,} more."
    return BadFile(
        say('"{filename}": no row could be read. {faults}', filename=book.filename, faults=faults),
        reason="no_rows",
        problems=result.rejected,
    )
