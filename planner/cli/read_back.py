"""`read-back`: a changed annual-plan workbook against its plan."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from planner.domain.errors import BadFile, say
from planner.sources.local_files import content

if TYPE_CHECKING:
    from planner.domain.company import Company
    from planner.services.readback import Difference


def add_options(options: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    options.add_argument("plan", metavar="PLAN", help="number or name of the plan")
    options.add_argument("file", type=Path, help="the workbook that was changed")
    options.add_argument("--out", type=Path, metavar="F.json", help="JSON to write: the differences")
    options.add_argument("--accept", action="store_true", help="take all differences over")
    options.add_argument("--who", default="command line", help="the name that the trail keeps")
    options.set_defaults(run=_run)


def _run(asked: argparse.Namespace) -> None:
    from planner.documents.reading import write_json
    from planner.presentation.readback_words import field_word
    from planner.services.exports import find_plan
    from planner.services.library import open_store
    from planner.services.readback import read_back
    from planner.services.readback_taken import accepted
    from planner.sources.plan_workbook import read_plan_workbook

    store = open_store()
    slug, number = find_plan(store, asked.plan)
    company, version = store.company(slug), store.version(slug, number)
    found = read_back(version, company, read_plan_workbook(content(asked.file), asked.file.name))
    if asked.accept and found.is_stale:
        raise BadFile(
            say(
                'The plan was saved since this workbook was made. Look at the differences of "{name}", and '
                "take them over one by one in the app.",
                name=asked.file.name,
            )
        )
    for one in found.unread:
        print(
            f"{one.place.sheet}!{one.place.cell}  {one.about}, {field_word(one.field)}: left out. {one.why}"
        )
    listed = [_row(one, company) for one in found.differences]
    for row in listed:
        print("{sheet}!{cell}  {about}, {what}: {old} -> {new}".format(**row))
    if asked.out is not None:
        saved = {"who": found.workbook.who, "when": found.workbook.when}
        write_json(asked.out, {"format": "planner-differences/1", "saved": saved, "differences": listed})
    if asked.accept and listed:
        after = accepted(version, found.differences)
        store.save_version(slug, after, who=asked.who, workbook=asked.file.name)
    done = "taken over" if asked.accept else "nothing stored"
    print(f"{len(listed)} difference{'' if len(listed) == 1 else 's'}; {done}.")


def _row(one: Difference, company: Company) -> dict[str, str]:
    """A difference as the list shows it."""
    from planner.presentation.readback_words import field_word, value_word

    return {
        "sheet": one.place.sheet,
        "cell": one.place.cell,
        "about": one.about,
        "what": field_word(one.field),
        "old": value_word(one.field, one.old, company),
        "new": value_word(one.field, one.new, company),
    }
