"""The published form of a results file (`ballast/results/1`), strict: every key, type, unit and allowed value."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Band = Literal["h1", "h4", "h8", "h24", "d3", "w1", "w2", "m1"]
Hours = Literal["1", "4", "8", "24", "72", "168", "336", "720"]
Category = Literal["financial", "reputational", "customer", "operational", "legal", "people"]
Status = Literal["Covered", "Tight", "Unproven", "Gap", "Nothing"]
Scenario = Literal[
    "short_outage", "regional_outage", "partial_degradation", "cascading_outage", "third_party_failure", "api_change",
    "account_loss", "policy_change", "market_ban",
]  # fmt: skip
ScoreBand = Literal["Low", "Guarded", "Elevated", "High", "Critical"]
Percent = Annotated[float, Field(ge=0, le=100)]
Chance = Annotated[float, Field(ge=0, le=1)]
Share = Chance
"""A part of a whole, 0 to 1; per cent is written as Percent."""
Money = Annotated[float, Field(ge=0)]
AnyHours = Annotated[float, Field(ge=0)]
Score = Percent
Sentence = Annotated[str, Field(min_length=8, pattern=r"[.!?”)]$")]
Rating = Annotated[int, Field(ge=0, le=5)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


class Part(BaseModel):
    """A part of the results: no key may be missing and none may be added."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Organisation(Part):
    name: str
    currency: Annotated[str, Field(pattern="^[A-Z]{3}$")] | None
    depth: Literal["quick", "standard", "full"]
    industry: str


class Headline(Part):
    sentence: Sentence
    score: Score
    band: ScoreBand
    reasons: Annotated[list[Sentence], Field(max_length=2)]
    confidence: Literal["A", "B", "C", "D"]


class Basis(Part):
    basis: Literal["revenue", "margin", "share"]
    margin_percent: float | None
    rating_margin_percent: float
    margin_assumed: bool


class Dependent(Part):
    share: Percent
    year: Money
    day: Money


class Independent(Part):
    share: Percent
    year: Money


class AtStake(Part):
    direct: Dependent
    influenced: Dependent
    independent: Independent
    ad_spend_month: Money | None
    client_media_month: Money | None
    balance_held: Money | None
    dated_work: Money | None


class Exit(Part):
    late_percent: Percent
    period: Literal["week", "month", "quarter", "year"]
    income_year: Money


class Credit(Part):
    source: Literal["SA-02", "AG-04", "EC-02"]
    sentence: Sentence
    after_h: AnyHours
    amount_at_h: dict[Hours, Money]
    cap_month: Money | None
    exit: Exit | None


class ScorePart(Part):
    score: Score
    band: ScoreBand
    parts: dict[str, Percent]
    reasons: Annotated[list[Sentence], Field(max_length=2)]

    @model_validator(mode="after")
    def _parts_add_up(self) -> "ScorePart":
        assert abs(sum(self.parts.values()) - self.score) < 1e-6
        return self


class Phase(Part):
    fires_at_min: AnyHours | None
    against_failure_min: float | None


class AlertRule(Phase):
    metric: str
    verdict: Literal["in_time", "late", "never", "not_checked"]
    false_alarms: Money | None
    worst_phase: Phase
    advice: list[Sentence]


class Detection(ScorePart):
    delay_h: AnyHours
    rules: list[AlertRule]


class Domain(Part):
    level: Rating
    proof: Sentence


class Readiness(Part):
    level: Rating
    lowest: str
    domains: dict[str, Domain]


class Scores(Part):
    exposure: ScorePart
    concentration: ScorePart
    detection: Detection
    cascade: ScorePart
    gap: ScorePart
    readiness: Readiness


class Override(Part):
    set: str
    calculated: Any
    used: Any
    reason: Literal["better_evidence", "contract", "regulator", "expert_judgement", "model_limit"] | None
    text: str | None
    by: str
    agreed_by: str | None
    until: Day | None
    state: Literal["active", "expired", "refused"]
    sentence: Sentence


class Mtpd(Part):
    normal: Annotated[float, Field(gt=0)] | None
    peak: Annotated[float, Field(gt=0)] | None


class SetBy(Part):
    category: Category | Literal["stated", "fallback", "override"]
    band: Band


class Gap(Part):
    status: Status
    sentence: Sentence
    by_scenario: dict[Scenario, Status]


class Function(Part):
    key: str
    name: str
    own: bool
    rank: Annotated[int, Field(ge=1)]
    tier: Literal["A", "B", "C", "D"]
    income_share: Percent
    mtpd_h: Mtpd
    mtpd_set_by: SetBy | None
    mtpd_range: Annotated[list[AnyHours | None], Field(min_length=2, max_length=2)]
    stated_mtpd_h: Annotated[float, Field(gt=0)] | None = None
    rto_h: Annotated[float, Field(ge=0.25, le=720)]
    mbco_percent: Percent
    rpo_h: AnyHours | None
    achievable_h: AnyHours | None
    gap: Gap
    impact: dict[Category, dict[Band, Rating]]
    loss_at_h: dict[Hours, Money]
    loss_at_h_peak: dict[Hours, Money] | None
    expected_annual_loss: Money
    tail_share: Share
    overrides: list[Override]


class FunctionHit(Part):
    first_hit_h: AnyHours
    loss_severe: Money


class ScenarioPart(Part):
    key: Scenario
    label: str
    rank: Annotated[int, Field(ge=1, le=9)]
    reasons: Annotated[list[Sentence], Field(min_length=2, max_length=2)]
    rate_per_year: Money
    rate_range: Annotated[list[Money], Field(min_length=2, max_length=2)]
    likelihood: Annotated[int, Field(ge=1, le=5)]
    impact: Rating
    """1 to 5; 0 only where the scenario touches nothing in use (V7)."""
    cell: Annotated[int, Field(ge=0, le=25)]
    band: Literal["low", "moderate", "high", "severe"]
    typical_h: AnyHours
    severe_h: AnyHours
    loss_typical: Money
    loss_severe: Money
    expected_annual_loss: Money
    over_mtpd: list[str]
    functions: dict[str, FunctionHit]


class Levels(Part):
    p95: Money = Field(alias="0.95")
    p99: Money = Field(alias="0.99")


class Losses(Part):
    expected_annual: Money
    expected_annual_range: Annotated[list[Money], Field(min_length=2, max_length=2)]
    var: Levels
    tvar: Levels
    limit: Money
    chance_over_limit: Chance
    exceedance: list[Annotated[list[Money], Field(min_length=2, max_length=2)]]
    numerical_error: Annotated[float, Field(ge=0, le=0.01)]

    @model_validator(mode="after")
    def _holds_together(self) -> "Losses":
        low, high = self.expected_annual_range
        assert low <= self.expected_annual <= high
        assert self.var.p95 <= self.var.p99
        assert self.tvar.p95 <= self.tvar.p99
        assert self.var.p95 <= self.tvar.p95
        losses, chances = zip(*self.exceedance, strict=True)
        assert list(losses) == sorted(losses)
        assert list(chances) == sorted(chances, reverse=True)
        return self


class OwnerGroup(Part):
    group: str
    share: Share


class SinglePoint(Part):
    kind: Literal["person", "account", "tool", "channel", "owner"]
    name: str
    why: str


class Concentration(Part):
    platform_hhi: Annotated[float, Field(ge=0, le=10_000)]
    effective_channels: Money
    owner_groups: list[OwnerGroup]
    risk_hhi: Annotated[float, Field(ge=0, le=10_000)]
    single_points: list[SinglePoint]


class Recommendation(Part):
    key: str
    rank: Annotated[int, Field(ge=1)]
    title: str
    why: Sentence
    already: Sentence | Literal[""]
    removes_per_year: Money
    removes_range: Annotated[list[Money], Field(min_length=2, max_length=2)]
    cost_year: Money
    effort_days: Money
    closes: list[str]
    scenarios: list[Scenario]
    functions: Annotated[list[str], Field(min_length=1)]
    option: Literal["reduce", "own", "supplier"]
    phase: Literal["before", "during", "after"]
    owner_role: str
    due_days: Annotated[int, Field(ge=1)]
    due_on: Day
    evidence_kind: str


class FrontierPoint(Part):
    tiktok_share: Share
    expected_annual_loss: Money
    tail: Money


class Move(Part):
    from_: str = Field(alias="from")
    to: str
    points: Percent
    why: str


class Diversification(Part):
    current: dict[str, Share]
    target: dict[str, Share]
    expected_annual_loss_before: Money
    expected_annual_loss_after: Money
    tail_before: Money
    tail_after: Money
    frontier: list[FrontierPoint]
    moves: list[Move]


class Peak(Part):
    name: str
    factor: Annotated[float, Field(ge=1)]


class Commitment(Part):
    what: str
    date: Day
    value: Money | None
    can_move_h: AnyHours


class FunctionWhatIf(Part):
    loss: Money
    over_mtpd: bool
    gap_status: Status


class WhatIf(Part):
    name: str
    start_on: Day
    peak: Peak | None
    scenario: Scenario
    duration_h: AnyHours
    loss: Money
    loss_normal_week: Money
    commitments_hit: list[Commitment]
    functions: dict[str, FunctionWhatIf]


class Assumption(Part):
    input: str
    value: Any
    unit: str
    from_: Literal["default", "unknown", "missing", "catalogue", "derived"] = Field(alias="from")
    range: Annotated[list[float | None], Field(min_length=2, max_length=2)] | None
    sentence: Sentence
    effect: Literal["low", "medium", "high"]


class Contradiction(Part):
    answers: Annotated[list[str], Field(min_length=1)]
    sentence: Sentence


class Flag(Part):
    code: str
    sentence: Sentence


class Warning(Part):
    path: str
    code: str
    sentence: Sentence


class Results(Part):
    schema_: Literal["ballast/results/1"] = Field(alias="schema")
    method_version: str
    bank_version: str
    catalogue_version: str
    input_hash: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    seed: Annotated[int, Field(ge=0)]
    as_of: Day
    organisation: Organisation
    headline: Headline
    money: Basis
    at_stake: AtStake
    credits: list[Credit]
    scores: Scores
    functions: Annotated[list[Function], Field(min_length=1)]
    scenarios: Annotated[list[ScenarioPart], Field(min_length=9, max_length=9)]
    losses: Losses
    without_measures: Losses
    concentration: Concentration
    recommendations: list[Recommendation]
    diversification: Diversification | None
    what_if: list[WhatIf]
    overrides: list[Override]
    enough: Sentence | None
    assumptions: list[Assumption]
    contradictions: list[Contradiction]
    flags: list[Flag]
    warnings: list[Warning]
    trace: dict[str, Annotated[list[str], Field(min_length=1)]]
