"""The three directions a department starts with: channels and content, customer programmes, mailings.

Texts are English and marked for translation where they are loaded into a plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from planner.domain.planning.goals import Direction

DIRECTIONS = (
    Direction(
        "A",
        "A channels and content",
        audience="People who do not buy yet",
        stage="Attention and first visit",
        units="Visits, leads, first orders",
        tools="Media, search, social, own pages, marketplaces, content",
        results="Web analytics and the register of placements",
        minimum_staff=3,
    ),
    Direction(
        "B",
        "B customer programmes",
        audience="Customers and members",
        stage="Repeat purchase and loyalty",
        units="Members, second orders, redeemed codes",
        tools="Loyalty programme, promotions, codes, cards",
        results="CRM and the ledger of codes",
        minimum_staff=3,
    ),
    Direction(
        "C",
        "C mailings and events",
        audience="Chosen groups of customers and prospects",
        stage="Invitation, meeting, order",
        units="Sent, answered, met, ordered",
        tools="E-mail, post, telephone, events, partners",
        results="Mailing system, telephony and guest lists",
        minimum_staff=3,
    ),
)


@dataclass(frozen=True)
class TaskTemplate:
    """A piece of work that comes every year.

    start, end  month of the plan's year (1 to 12) and day, both included
    effort      days of work
    """

    direction: str
    name: str
    start: tuple[int, int]
    end: tuple[int, int]
    effort: float


def _a(name: str, start: tuple[int, int], end: tuple[int, int], effort: float) -> TaskTemplate:
    return TaskTemplate("A", name, start, end, effort)


def _b(name: str, start: tuple[int, int], end: tuple[int, int], effort: float) -> TaskTemplate:
    return TaskTemplate("B", name, start, end, effort)


def _c(name: str, start: tuple[int, int], end: tuple[int, int], effort: float) -> TaskTemplate:
    return TaskTemplate("C", name, start, end, effort)


TASK_TEMPLATES = (
    _a("Media plan of the year by channel and month", (1, 4), (1, 29), 15),
    _a("Agency briefing and rates for the year", (1, 11), (2, 12), 10),
    _a("Tracking and analytics audit", (1, 18), (2, 5), 8),
    _a("Content calendar and editorial plan", (1, 11), (1, 29), 8),
    _a("Search and own pages: technical review", (2, 1), (3, 12), 12),
    _a("Product and shop texts renewed", (2, 15), (6, 30), 40),
    _a("Creative for the spring season", (2, 1), (3, 12), 25),
    _a("Placement register: control by schedule", (1, 4), (12, 18), 50),
    _a("Marketplace pages and reviews kept up", (1, 4), (12, 18), 45),
    _a("Creative for the autumn season", (7, 5), (8, 27), 25),
    _a("Peak season: bids, stock and budgets by day", (10, 18), (12, 23), 40),
    _a("Results of channels and plan for next year", (11, 2), (12, 18), 15),
    _b("Customer segments and values renewed", (1, 11), (2, 5), 12),
    _b("Loyalty rules and rewards of the year", (1, 18), (2, 26), 10),
    _b("Promotion calendar agreed with sales", (1, 11), (2, 12), 8),
    _b("Code ledger: issue and account", (1, 4), (12, 18), 35),
    _b("Welcome programme for new customers", (2, 15), (4, 16), 20),
    _b("Win-back programme for lapsed customers", (4, 6), (6, 18), 20),
    _b("Members' week", (4, 19), (5, 28), 25),
    _b("Satisfaction survey, first wave", (5, 3), (6, 11), 10),
    _b("Satisfaction survey, second wave", (10, 4), (11, 12), 10),
    _b("Review of promotions: lift, pull-forward, outcome", (7, 5), (7, 30), 8),
    _b("Liability of points and cards reconciled", (12, 1), (12, 22), 6),
    _c("Mailing calendar and frequency caps", (1, 11), (1, 29), 6),
    _c("Address base cleaned, consents checked", (1, 18), (2, 26), 12),
    _c("Spring catalogue", (1, 25), (3, 26), 30),
    _c("Event calendar, venues and options", (1, 11), (3, 12), 12),
    _c("Partner actions agreed", (2, 1), (3, 26), 10),
    _c("Spring event for key customers", (3, 15), (5, 7), 25),
    _c("Weekly mailings", (1, 4), (12, 18), 60),
    _c("Calls after mailings and events", (3, 1), (11, 26), 40),
    _c("Autumn catalogue", (7, 12), (9, 10), 30),
    _c("Autumn event for key customers", (8, 16), (10, 15), 25),
    _c("Feedback collected and told to the teams", (11, 2), (12, 11), 8),
)
"""Twelve for A, eleven each for B and C."""
