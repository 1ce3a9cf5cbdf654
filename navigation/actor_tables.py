"""The tables about places, owners on the move, teams of inventors, and who or what to turn to."""

from __future__ import annotations

from corpus.contract import FLAG, INTEGER, NUMBER, TEXT, TEXTS, Column, Table
from corpus.tables import pick

PLACE_KINDS = ("world", "country", "province", "city", "zone")
SPHERES = ("zone", "home", "abroad", "unknown")
SCREENS = ("award", "pledge")

ACTOR_COLUMNS = (
    # places
    Column("place_kind", TEXT, "Level of the ladder from the world to the zone", allowed=PLACE_KINDS),
    Column("place_id", TEXT, "World *, country of origin, province, city, `zone` or a region of the roster"),
    Column("place_label", TEXT, "Name of the place for people; a country's is its code"),
    Column("is_own", FLAG, "The zone, or the city, province and country it lies in"),
    Column("is_peer", FLAG, "The study names it as one to compare with"),
    Column("corpus_share", NUMBER, "Its families among all of the corpus", "share", low=0, high=1),
    Column("company_count", INTEGER, "Companies among its applicants", "applicants", low=0),
    Column("inventor_count", INTEGER, "Inventors' names at one applicant each", "names", low=0),
    Column(
        "core_inventor_count",
        INTEGER,
        "Of these, with three families or more in the last five complete years",
        "names",
        low=0,
    ),
    Column("held_leaf_count", INTEGER, "Leaves with a family of it", "branches", low=0),
    Column("main_branch_id", TEXT, "Leaf with most of its families"),
    Column(
        "structure_deviation",
        NUMBER,
        "Half the sum of differences between its shares of the leaves and the corpus's",
        "0–1",
        low=0,
        high=1,
    ),
    Column("largest_share", NUMBER, "Share of its largest owner, fractional", "share", low=0, high=1),
    Column("invention_share", NUMBER, "Share of inventions among the families", "share", low=0, high=1),
    Column("abroad_share", NUMBER, "Families with members at two offices or more", "share", low=0, high=1),
    Column(
        "academic_share",
        NUMBER,
        "Families of universities and institutes, with others or alone",
        "share",
        low=0,
        high=1,
    ),
    Column("transferred_count", INTEGER, "Families with a transfer", "families", low=0),
    Column("licensed_count", INTEGER, "Families with a licence or an open licence", "families", low=0),
    Column("pledged_count", INTEGER, "Families with a pledge", "families", low=0),
    # owners on the move
    Column("recent_part", NUMBER, "Of its recent families, those in the branch", "share", low=0, high=1),
    Column("prior_part", NUMBER, "Of its earlier families, those in the branch", "share", low=0, high=1),
    Column("part_shift", NUMBER, "Change of that share", "percentage points"),
    # teams
    Column("team_id", TEXT, "Team: its number among those of co_invention"),
    Column("member_count", INTEGER, "Names in the team", "names", low=0),
    Column("members", TEXTS, "Names in the team, by families, at most twelve"),
    Column("sphere", TEXT, "Where its applicant is: the zone, elsewhere at home, abroad", allowed=SPHERES),
    Column("is_wanted", FLAG, "The zone is weak or missing in the team's main branch"),
    # owners to attract
    Column("gap_weight", NUMBER, "1 where the zone is missing, 0.6 where weak; half more if critical"),
    Column("held_share", NUMBER, "Share of the branch: of its asset index, else of its families", "share"),
    Column("growth_factor", NUMBER, "1 + relative change of its filings, within 0.5 and 2"),
    Column("size_factor", NUMBER, "1 for owners of 5 to 100 active families in all, else 0.5"),
    Column("tie_count", INTEGER, "Families it filed with owners of the zone or that cite each other", low=0),
    Column("fit", NUMBER, "Product of gap, share, growth, size and 1.5 for a tie; its rank is what counts"),
    Column("fit_rank", INTEGER, "Place in the branch by fit", low=1),
    # screens
    Column("screen", TEXT, "What the family is screened for", allowed=SCREENS),
    Column("is_eligible", FLAG, "It fails no gate"),
    Column("failed_gates", TEXTS, "Gates it fails"),
    Column("unknown_gates", TEXTS, "Gates the exports say nothing about"),
    Column("screen_score", NUMBER, "Award: mean of technology and market pillar; pledge: the score", "0–100"),
    Column("screen_rank", INTEGER, "Place among the eligible", low=1),
)


def actor_tables(columns: dict[str, Column]) -> tuple[Table, Table, Table, Table, Table, Table]:
    """place, owner_shift, entrant, inventor_team, attraction and screen, from the room's columns."""

    def table(name: str, grain: str, key: str, names: str) -> Table:
        return Table(name, grain, tuple(key.split()), pick(columns, names))

    return (
        table(
            "place",
            "the world, a country of origin, a province, a city, the zone or a region of the roster",
            "place_kind place_id",
            """place_kind place_id place_label is_own is_peer family_count corpus_share active_count
            recent_count prior_count growth held_leaf_count main_branch_id structure_deviation applicant_count
            company_count largest_share inventor_count core_inventor_count mean_score top_decile_count
            invention_share abroad_share academic_share collaboration_rate transferred_count
            licensed_count pledged_count operation_rate""",
        ),
        table(
            "owner_shift",
            "a leaf in which one of the largest applicants filed in either window",
            "applicant_id branch_id",
            "applicant_id branch_id recent_count prior_count recent_part prior_part part_shift",
        ),
        table(
            "entrant",
            "an applicant whose first family lies in the last window",
            "applicant_id",
            "applicant_id first_year recent_count branch_id country applicant_kind",
        ),
        table(
            "inventor_team",
            "a team of inventors of one applicant",
            "team_id",
            """team_id applicant_id sphere member_count members family_count recent_count first_year
            last_year branch_id is_wanted""",
        ),
        table(
            "attraction",
            "an outside company in a leaf in which the zone is weak or missing",
            "branch_id applicant_id",
            """branch_id applicant_id country active_count recent_count prior_count gap_weight held_share
            growth_factor size_factor tie_count fit fit_rank""",
        ),
        table(
            "screen",
            "a family screened for an award or a pledge",
            "screen family_id",
            """screen family_id applicant_id is_eligible failed_gates unknown_gates screen_score
            screen_rank""",
        ),
    )
