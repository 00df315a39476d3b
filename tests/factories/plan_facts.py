"""An English beauty brand of sixty people and what its plan knows about it."""

from continuity.plans.facts import Facts, FunctionFacts, Person

RUTH = Person(
    "Ruth Okafor", ("Daniel Shaw",), "declares all levels; spends up to £25,000", "+44 7700 900101", "+44 7700 900102"
)
MAYA = Person("Maya Lind", ("Tom Reyes",), "moves budget within the month", "+44 7700 900103", "+44 7700 900104")
TOM = Person("Tom Reyes", ("Ana Price",), "prices and stock", "+44 7700 900104", "+44 7700 900105")
DEV = Person("Dev Patel", ("Maya Lind",), "ad budget up to £8,000 a day", "+44 7700 900106")
AISHA = Person("Aisha Bello", (), "creator fees under contract", "+44 7700 900107")
INES = Person("Ines Moreau", ("Maya Lind",))
SAM = Person("Sam Whitby", ("Ana Price",), "refunds up to £200", "+44 7700 900108")


def beauty_functions() -> tuple[FunctionFacts, ...]:
    """Its six activities, most urgent first."""
    return (
        FunctionFacts(
            "social_commerce", "TikTok Shop orders", "social_commerce", TOM, "18 hours", "24 hours", "12 hours",
            "Own checkout at northlight.example/shop with a landing page and code LIGHT10; tested on 3 June 2026, "
            "takes 6 hours to carry a third of normal orders.",
            ("StockLink support desk", "Parcel partner duty line"),
        ),
        FunctionFacts(
            "live_selling", "Friday LIVE", "live_selling", INES, "20 hours", "24 hours",
            "8 hours", "Move the show to YouTube Live with the same offer; prepared, not tested since January 2025.",
        ),
        FunctionFacts(
            "paid_acquisition", "Winning customers with ads", "paid_acquisition", DEV, "2 days", "3 days", "",
            "Shift up to £8,000 a day to Meta and Google search by the rule of 12 May 2026.",
        ),
        FunctionFacts(
            "influencer_partnerships", "Creator and affiliate partnerships", "influencer_partnerships", AISHA, "6 days",
            "7 days", "", "",
        ),
        FunctionFacts(
            "customer_care", "Answering customers", "customer_care", SAM, "7 hours", "8 hours", "4 hours",
            "Email and phone, staffed 08:00 to 20:00.",
        ),
        FunctionFacts(
            "social_publishing", "Social media management and content scheduling", "social_publishing", MAYA, "5 days",
            "7 days", "", "Instagram and YouTube Shorts from originals; nine finished clips in stock.",
        ),
    )  # fmt: skip


def beauty_brand() -> Facts:
    """The organisation with people, tools, parties and the places it has filled in."""
    return Facts(
        organisation="Northlight Skincare",
        size="p50_249",
        industry="fashion_beauty",
        capabilities=frozenset({"organic", "ads", "shop", "live", "creators", "analytics", "inbox"}),
        tools=frozenset({"scheduler", "shop_connector", "inbox_tool"}),
        parties=frozenset({"buyers", "followers", "creators", "staff", "warehouse", "suppliers"}),
        markets=("GB", "IE"),
        has_duty=False,
        functions=beauty_functions(),
        people={
            "decision_maker": RUTH,
            "incident_lead": MAYA,
            "comms_lead": Person("Priya Nair", ("Maya Lind",), "speaks to press", "+44 7700 900109"),
            "ops_lead": Person("Ana Price", ("Kofi Mensah",), "shifts and carriers", "+44 7700 900105"),
            "tech_lead": Person("Lewis Grant", ("Dev Patel",), "tools and access", "+44 7700 900110"),
            "finance_lead": Person("Helen Marsh", ("Ruth Okafor",), "claims and payouts", "+44 7700 900111"),
        },
        filled={
            "contact": "care@northlight.example or 0161 496 0000",
            "where": "northlight.example and Instagram @northlightskin",
            "alt_platform": "Instagram",
            "speaker": "Priya Nair, Communications",
        },
    )


def one_person() -> Facts:
    """A creator alone, who sells nothing and pays nobody."""
    return Facts(
        organisation="Leo Makes",
        size="p1",
        industry="creator",
        capabilities=frozenset({"organic", "payouts"}),
        tools=frozenset(),
        parties=frozenset({"followers", "sponsors"}),
        markets=("GB",),
        has_duty=False,
        functions=(
            FunctionFacts("creator_income", "Earning from my own channel", "creator_income", Person("Leo Hart")),
        ),
        people={"decision_maker": Person("Leo Hart")},
        filled={"contact": "leo@example.org", "where": "YouTube @leomakes"},
    )
