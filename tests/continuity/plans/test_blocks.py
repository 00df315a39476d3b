"""A block without content, or with a number that is none, is never built."""

import pytest

from continuity.plans.blocks import (
    BulletList,
    Cell,
    Column,
    EmptyBlock,
    Group,
    KeyValues,
    Message,
    NumberedList,
    Run,
    Step,
    StepTable,
    Table,
    TimeBox,
    plain,
    said,
    strong,
    table,
)

STEP = Step("C01", 1, "t0", "Lead", "Maya", "Open the log.", "First line")


@pytest.mark.parametrize(
    "build",
    [
        lambda: table("Nothing", ["A"], []),
        lambda: BulletList(()),
        lambda: NumberedList(()),
        lambda: KeyValues(()),
        lambda: StepTable("Nothing", (TimeBox("t0", "Now", "Check"),), ()),
    ],
)
def test_an_empty_block_is_refused(build):
    with pytest.raises(EmptyBlock):
        build()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_cell_never_holds_a_number_that_is_none(value):
    with pytest.raises(ValueError, match="never nan"):
        Cell(value)


def test_a_row_has_to_fit_the_columns():
    with pytest.raises(ValueError, match="does not fit its 2 columns"):
        table("Two", ["A", "B"], [[1]])


def test_groups_have_to_cover_the_columns():
    with pytest.raises(ValueError, match="do not cover"):
        Table("T", (Column("A"), Column("B")), ((Cell(1), Cell(2)),), groups=(Group("both", 3),))


def test_a_step_has_to_stand_in_one_of_the_time_boxes():
    with pytest.raises(ValueError, match="no time box"):
        StepTable("Steps", (TimeBox("t1h", "Later", "Decide"),), (STEP,))


def test_inline_text_keeps_its_words_and_marks_open_places():
    runs = said("Since ", Run("since when", "open"), ", ", strong("hold still"), "")
    assert plain(runs) == "Since [since when], hold still"


def test_open_places_do_not_count_to_the_length_of_a_message():
    message = Message("m", "M", "All", "First", ("email",), said("abc", Run("what", "open"), "de"), 100)
    assert message.characters == 5
