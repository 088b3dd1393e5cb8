"""What a fit leaves in its document is what the fit said, and enough to fit once more."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from planner.analysis.fit.plain_values import note_document, read_note
from planner.analysis.fit.record import FitRecord
from planner.documents.curves import curves_document, read_curves
from planner.domain.curves import CurveSet
from planner.domain.errors import Sentence, say
from tests.small_fit import TEST, small_fit, small_history, written_fit


def stored(curves: CurveSet | None = None) -> FitRecord:
    document = json.loads(json.dumps(curves_document(curves or small_fit().curves)))
    found = FitRecord.read(read_curves(document))
    assert found is not None
    return found


def test_the_report_comes_back_from_the_document() -> None:
    report, found = small_fit().report, stored()
    assert tuple(found.channels) == report.channels
    np.testing.assert_allclose(found.fitted, report.fitted, rtol=1e-6)
    for name, contribution in zip(report.channels, report.contributions, strict=True):
        np.testing.assert_allclose(found.channels[name].contribution, contribution, rtol=1e-6)
    assert [one.grade for one in found.channels.values()] == [one.grade for one in report.evidence]
    assert report.holdout is not None
    assert found.held is not None
    assert (found.held.error, found.held.coverage) == (report.holdout.error, report.holdout.coverage)
    assert found.held.mean.shape == (26,)
    assert (found.held.low <= found.held.mean).all()
    assert (found.held.mean <= found.held.high).all()
    assert found.notes == report.notes


def test_parts_and_channels_add_up_to_what_was_fitted() -> None:
    found = stored()
    explained = found.baseline + sum(one.contribution for one in found.channels.values())
    np.testing.assert_allclose(explained, found.fitted, rtol=1e-5)
    np.testing.assert_allclose(sum(found.parts.values()), found.baseline, rtol=1e-5)
    np.testing.assert_allclose(found.residuals + found.fitted, found.outcome)


def test_the_history_stays_with_the_fit() -> None:
    found, given = stored().history, small_history()
    assert found.horizon == given.horizon
    np.testing.assert_allclose(found.spend, given.spend, rtol=1e-6)
    assert found.outcome is not None
    assert given.outcome is not None
    np.testing.assert_allclose(found.outcome, given.outcome, rtol=1e-6)
    np.testing.assert_allclose(found.controls["price"], given.controls["price"])


def test_lift_tests_stay_with_before_and_after() -> None:
    found = stored(written_fit(tested=True))
    assert found.experiments == (TEST,)
    for one in found.channels.values():
        assert one.returns is not None
        assert one.untested is not None
    assert found.channels["TV"].untested != found.channels["TV"].returns


@pytest.mark.parametrize("report", [None, "words", {}, {"outcome": [1.0]}, {"outcome": ["x"]}])
def test_a_record_of_another_kind_is_none(report: object) -> None:
    curves = written_fit()
    assert FitRecord.read(replace(curves, extra={"report": report})) is None


def test_notes_come_back_so_that_they_can_be_told_in_other_languages() -> None:
    note = say(
        "{count} {period}s hold less than two years: the yearly season is a guess.",
        count=44,
        period=say("week"),
    )
    found = read_note(json.loads(json.dumps(note_document(note))))
    assert found == "44 weeks hold less than two years: the yearly season is a guess."
    assert isinstance(found, Sentence)
    assert isinstance(found.blanks["period"], Sentence)
    assert read_note("As it was written.") == "As it was written."


@pytest.mark.parametrize("pattern", [{}, {"pattern": "{x}", "blanks": {}}])
def test_a_note_that_does_not_fit_is_its_text(pattern: dict[str, object]) -> None:
    assert read_note({"text": "As told.", **pattern}) == "As told."
