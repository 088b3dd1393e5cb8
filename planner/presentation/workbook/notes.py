"""What the plan says in words, in the order of a marketing plan's headings."""

from __future__ import annotations

from planner.domain.planning.notes import NoteKind
from planner.presentation.language import _, ngettext
from planner.presentation.plan_words import plan_word
from planner.presentation.workbook.sheet import Sheet


def write_notes(sheet: Sheet) -> None:
    """One table by heading; ideas by their score."""
    order = {kind: place for place, kind in enumerate(NoteKind)}
    notes = sorted(sheet.plan.version.book.notes, key=lambda note: (order[note.kind], -(note.score or 0)))
    finding = ngettext("{count} note", "{count} notes", len(notes)).format(count=len(notes))
    sheet.heading(_("Notes"), finding, [16, 92, 18, 14, 9])
    head = sheet.row
    sheet.heads(head, [_("Heading"), _("Note"), _("Author"), _("Day"), _("Score")], left=4)
    before = None
    for row, note in enumerate(notes, head + 1):
        first = note.kind is not before
        before = note.kind
        sheet.text(row, 0, plan_word(note.kind).capitalize() if first else "", "cell", "strong")
        sheet.text(row, 1, note.name, "cell", "wrap")
        sheet.text(row, 2, note.author, "cell", "wrap")
        sheet.day(row, 3, note.day, "cell")
        if note.score is None:
            sheet.blank(row, 4, "cell")
        else:
            sheet.put(row, 4, float(note.score), "count", "cell")
        sheet.tall(row, [(note.name, 92), (note.author, 18)], most=20)
    sheet.freeze(head + 1, 1, repeat=True)
    sheet.row = head + len(notes) + 1
    sheet.finish()
