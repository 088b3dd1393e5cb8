"""The plan-schedule: who does what by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from planner.domain.calendar import Month
from planner.domain.money import FloatArray
from planner.domain.planning.checks import check_count, check_days, check_name, check_texts
from planner.domain.planning.directions import TASK_TEMPLATES


class TaskStatus(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    RUNNING = "running"
    FINISHED = "finished"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Task:
    """A piece of work. Both days are included.

    effort    days of work
    campaign  name of the campaign it serves, where it serves one
    """

    name: str
    start: date
    end: date
    direction: str = ""
    programme: str = ""
    campaign: str = ""
    owner: str = ""
    effort: float = 0.0
    status: TaskStatus = TaskStatus.OPEN

    def __post_init__(self) -> None:
        check_name(self.name)
        check_texts(self.name, self.direction, self.programme, self.campaign, self.owner)
        check_days(self.name, self.start, self.end)
        check_count(self.name, self.effort)

    @property
    def is_open(self) -> bool:
        """Whether work on it is still to be done."""
        return self.status in (TaskStatus.OPEN, TaskStatus.RUNNING)

    def is_overdue(self, today: date) -> bool:
        """Whether it should be finished and is not."""
        return self.is_open and self.end < today


def tasks_from_templates(direction: str, months: Sequence[Month]) -> tuple[Task, ...]:
    """The yearly tasks of a direction laid into the plan's months; owners are still to be named."""
    return tuple(
        Task(t.name, _day(months, t.start), _day(months, t.end), direction=direction, effort=t.effort)
        for t in TASK_TEMPLATES
        if t.direction == direction
    )


def load_by_month(tasks: Sequence[Task], months: Sequence[Month]) -> FloatArray:
    """Days of work by month, shape (M,), each task's effort spread over its weekdays; dropped ones need none.

    A task that meets no weekday is done on its first day.
    """
    firsts = np.array([month.start for month in months], "datetime64[D]")
    stops = np.array([month.stop for month in months], "datetime64[D]")
    load = np.zeros(len(months))
    for task in tasks:
        if task.status is TaskStatus.DROPPED or task.effort == 0:
            continue
        start, stop = np.datetime64(task.start), np.datetime64(task.end + timedelta(days=1))
        days = np.busday_count(np.clip(firsts, start, stop), np.clip(stops, start, stop))
        whole = int(np.busday_count(start, stop))
        if whole:
            load += task.effort * days / whole
        else:
            load += task.effort * ((firsts <= start) & (start < stops))
    return load


def _day(months: Sequence[Month], at: tuple[int, int]) -> date:
    month = months[min(at[0], len(months)) - 1]
    return month.start.replace(day=min(at[1], month.days))
