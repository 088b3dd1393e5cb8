"""The plan-schedule: who does what by when."""

from __future__ import annotations

from planner.domain.planning.tasks import TaskStatus
from planner.presentation.formats import count
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import plan_word
from planner.presentation.workbook.live import Live
from planner.presentation.workbook.sheet import Sheet

NAME, DIRECTION, PROGRAMME, OWNER, STATUS, START, END, DAYS, EFFORT = range(1, 10)
WIDTHS = [6, 48, 12, 24, 20, 13, 13, 13, 8, 10]


def write_tasks(sheet: Sheet) -> None:
    """One row a task, by direction and start, numbered by its place in the book; effort adds up below."""
    book = sheet.plan.version.book
    tasks = sorted(enumerate(book.tasks, 1), key=lambda t: (t[1].direction, t[1].start, t[1].name))
    effort = sum(task.effort for task in book.tasks if task.status is not TaskStatus.DROPPED)
    finding = ngettext("{count} task, {days} days of work", "{count} tasks, {days} days of work", len(tasks))
    sheet.heading(_("Tasks"), finding.format(count=len(tasks), days=count(effort)), WIDTHS)
    head = sheet.row
    sheet.heads(
        head,
        [_("No."), _("Task"), _("Direction"), _("Programme"), _("Owner"), _("Status"), _("Start"), _("End")],
        left=8,
    )
    sheet.heads(head, [_("Days"), _("Effort")], DAYS, left=0)
    for row, (number, task) in enumerate(tasks, head + 1):
        sheet.put(row, 0, number, "count", "cell", "centre")
        texts = (task.name, task.direction, task.programme or task.campaign, task.owner)
        sheet.texts(row, NAME, texts, "cell", "wrap")
        sheet.text(row, STATUS, plan_word(task.status), "cell", "input")
        sheet.day(row, START, task.start, "cell", "input")
        sheet.day(row, END, task.end, "cell", "input")
        span = f"{sheet.near(row, END)}-{sheet.near(row, START)}+1"
        sheet.put(row, DAYS, Live(span, (task.end - task.start).days + 1), "count", "cell")
        counts = task.status is not TaskStatus.DROPPED
        sheet.put(row, EFFORT, task.effort if counts else 0.0, "months", "cell", "input")
        sheet.tall(row, zip(texts, WIDTHS[NAME:STATUS], strict=True))
    last = head + len(tasks)
    for column in range(EFFORT + 1):
        sheet.blank(last + 1, column, "total")
    sheet.text(last + 1, NAME, _("Total"), "total")
    sheet.put(last + 1, EFFORT, sheet.sum(head + 1, EFFORT, last, EFFORT), "months", "total")
    sheet.file.define_name("Task_list", "=" + sheet.span(head + 1, 0, last + 1, EFFORT))
    states = {"validate": "list", "source": [plan_word(status) for status in TaskStatus]}
    sheet.page.data_validation(head + 1, STATUS, last, STATUS, states)
    sheet.page.autofilter(head, 0, last, EFFORT)
    sheet.freeze(head + 1, 2, repeat=True)
    sheet.row = last + 2
    sheet.finish()
