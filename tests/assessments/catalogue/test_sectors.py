"""The table of sectors: whole, and of the shape in which the ripple takes it."""

import copy

import numpy as np
import pytest
from pydantic import ValidationError

from assessments.catalogue.files import DATA, read_yaml
from assessments.catalogue.sectors import FINER, SectorCatalogue, sector_catalogue
from assessments.engine.ripple import Economy, adaptation_rates, ripple

TABLES = list(sector_catalogue().tables)


def economy(name: str) -> Economy:
    table = sector_catalogue().tables[name]
    return Economy.of_coefficients(table.inputs, table.outputs)


@pytest.mark.parametrize("name", TABLES)
def test_the_multipliers_and_radii_that_the_file_gives_come_out_of_the_economy(name):
    table, checks = sector_catalogue().tables[name], sector_catalogue().meta.checks
    whole = economy(name)
    needed = [whole.outputs_for(unit).sum() for unit in np.eye(len(table.codes))]
    assert needed == pytest.approx([sector.domestic_output_multiplier for sector in table.sectors], abs=1e-3)
    for coefficients, given in ((table.domestic, "domestic"), (table.total, "total")):
        radius = np.abs(np.linalg.eigvals(np.array(list(coefficients.values())))).max()
        assert radius == pytest.approx(getattr(checks.spectral_radius, given)[name], abs=5e-4)
    assert whole.table.sum(axis=1).max() == pytest.approx(checks.largest_row_sum_of_domestic_a_star[name], abs=5e-4)


def test_the_published_case_comes_out_in_the_same_way():
    """Lian & Haimes 2006 (docs/methods/ripple.md), stated as a table of sectors is: inputs for a dollar, and outputs."""
    interdependency, outputs = np.array([[0.15, 0.5], [0.1, 0.05]]), np.array([10.0, 20.0])
    inputs = interdependency * outputs[:, None] / outputs
    pair = Economy.of_coefficients(tuple(map(tuple, inputs)), tuple(outputs))
    assert pair.table == pytest.approx(interdependency)
    assert pair.settled([0.0, 0.1]) == pytest.approx([0.066, 0.112], abs=5e-4)


def test_a_loss_in_one_sector_reaches_its_suppliers_and_settles_where_the_model_says():
    table, whole = sector_catalogue().tables[FINER], economy(FINER)
    lost = np.zeros(len(table.codes))
    place = table.codes.index("RTO")
    lost[place] = 0.001
    settled = whole.settled(lost) * whole.output
    assert settled.sum() / (lost * whole.output).sum() == pytest.approx(
        table.sectors[place].domestic_output_multiplier, abs=1e-3
    )
    assert settled[table.codes.index("LOG")] > settled[table.codes.index("AGR")] > 0
    course = ripple(whole, adaptation_rates(30.0, np.diagonal(whole.table)), [1e4], demand_lost=lost)
    assert course.inoperability[-1] == pytest.approx(settled / whole.output, abs=1e-9)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda table: table["domestic"].pop("AGR"), "a row and a column for each sector"),
        (lambda table: table["domestic"]["AGR"].pop(), "a row and a column for each sector"),
        (lambda table: table["domestic"]["AGR"].__setitem__(0, 0.4), "part of what is bought anywhere"),
        (lambda table: table["total"]["AGR"].__setitem__(0, 0.9), "a sector buys more than it makes"),
        (lambda table: table["sectors"][0].update(gross_output_musd_2023=700000), "the sectors add up to"),
        (lambda table: table["sectors"][0].update(value_added_musd_2023=700000), "value added must lie below output"),
        (lambda table: table["sectors"][0].update(bea_summary_codes=["111CA"]), "from the same sectors"),
        (lambda table: table.update(colour="red"), "Extra inputs are not permitted"),
    ],
)
def test_a_table_that_does_not_add_up_is_refused(change, message):
    content = copy.deepcopy(read_yaml(DATA / "sectors.yaml"))
    change(content["tables"][FINER])
    with pytest.raises(ValidationError, match=message):
        SectorCatalogue.model_validate(content)
