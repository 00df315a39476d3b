"""Inputs as values: names, ids and what they say about themselves."""

from assessments.ui import widgets as w


def test_an_error_and_a_hint_are_named_for_who_hears_the_page():
    shown = w.TextInput(hint="In pounds", error="Enter an amount")
    assert shown.id == "id_value"
    assert shown.described_by == "id_value_hint id_value_error"
    assert w.TextInput(hint_id="q-hint").described_by == "q-hint"
    assert w.TextInput().described_by == ""


def test_errors_lead_to_the_first_control_of_each_kind():
    choice = w.Choice("yes", "Yes")
    text = w.TextInput(name="row-0-name")
    assert w.DateInput(name="part-date").id == "id_part-date-day"
    assert w.ChoiceInput(choices=(choice,)).id == "id_value_0"
    assert w.ChoiceInput(choices=(choice,), layout="select").id == "id_value"
    assert w.GroupInput(parts=(w.TextInput(name="part-owner"),)).id == "id_part-owner"
    assert w.RowsInput(item="account", rows=(w.Row(0, "r0", (w.Cell(text),)),)).id == "id_row-0-name"
    assert w.RowsInput(item="account", rows=()).id == "id_value_add"


def test_the_unit_stands_beside_its_number():
    assert w.QuantityInput().unit_name == "unit"
    assert w.QuantityInput(name="row-2-size").unit_name == "row-2-size-unit"


def test_a_date_has_three_fields_with_names_of_their_own():
    fields = list(w.DateInput(day="3", month="4", year="2026").fields)
    assert fields == [("value-day", "Day", "3"), ("value-month", "Month", "4"), ("value-year", "Year", "2026")]


def test_rows_may_be_added_up_to_the_limit_and_only_where_there_is_a_blank_one():
    row = w.Row(0, "r0", (w.Cell(w.TextInput(name="row-0-name")),))
    assert w.RowsInput(item="account", rows=(row,), blank=row, max_rows=2).may_grow
    assert not w.RowsInput(item="account", rows=(row,), blank=row, max_rows=1).may_grow
    assert not w.RowsInput(item="row", rows=(row,)).may_grow


def test_ticked_activities_come_in_their_places_and_the_others_after():
    choices = (w.RankedChoice("a", "A", place=2), w.RankedChoice("b", "B"), w.RankedChoice("c", "C", place=1))
    ranked = w.RankedInput(choices=choices)
    assert [choice.value for choice in ranked.chosen] == ["c", "a"]
    assert [choice.value for choice in ranked.others] == ["b"]


def test_the_preview_shows_the_worst_category_after_each_length_of_time():
    def group(key, *carried):
        cells = tuple(w.GridCell(f"t{place}", "", f"{place} h", None, value) for place, value in enumerate(carried))
        return w.GridGroup(key, key, (), cells)

    grid = w.ImpactGrid(groups=(group("money", 0, 2, 4), group("legal", 1, 1, 1)))
    assert grid.worst == [("0 h", 1), ("1 h", 2), ("2 h", 4)]
    assert grid.id == "id_cell-money-t0_0"


def test_the_part_on_evidence_is_open_once_something_is_in_it():
    grades = (w.Choice("A", "From our records"),)
    assert not w.Evidence(grades).is_given
    assert w.Evidence(grades, note="See March").is_given
    assert w.Evidence((w.Choice("A", "From our records", is_chosen=True),)).is_given
