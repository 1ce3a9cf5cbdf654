"""A zone of invented registers and a dozen patents, small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd

from corpus import contract
from corpus import tables as corpus_tables
from corpus.registers import (
    FINANCE_PRODUCT,
    IP_EVENT,
    POPULATION,
    RECOGNITION,
    TRADEMARK,
    ZONE_ENTITY,
)
from scoring.kpi import Sources
from scoring.kpi.definitions import Plan, Stated
from tests.frames import rows

AS_OF = date(2022, 12, 31)
A, B, C, D, E, F = (f"91120116MA0000000{letter}" for letter in "ABCDEF")

# A and C are of one group; E left at the end of 2021; nobody knows D's size.
ZONE = rows(
    f"""
    uscc | name               | type    | size   | from       | to         | aliases            | group
    {A}  | 港湾甲科技有限公司 | company | small  | 2019-01-01 |            |                    | G1
    {B}  | 港湾乙药业有限公司 | company | medium |            |            | 港湾乙制药有限公司 |
    {C}  | 港湾丙装备有限公司 |         | large  |            |            |                    | G1
    {D}  | 港湾丁材料有限公司 | company |        |            |            |                    |
    {E}  | 港湾戊软件有限公司 | company | micro  |            | 2021-12-31 |                    |
    """,
    ZONE_ENTITY,
)
EVENTS = rows(
    f"""
    event_id | type                | date       | zone_uscc | direction | counterparty       | counterparty_type | contract_no | amount_cny
    e1       | licence             | 2020-03-01 | {A}       | out       | 外海一有限公司     | company           | L1          |
    e2       | transfer            | 2020-05-05 | {B}       | in        | 远洋大学           | university        |             |
    e3       | trademark_licence   | 2021-03-01 | {C}       | out       | 外海一有限公司     | company           |             |
    e4       | licence             | 2021-04-01 | {A}       | in        | 远洋大学           | university        | L2          |
    e5       | copyright_transfer  | 2021-06-01 | {B}       | in        | 外海二有限公司     | company           |             |
    e6       | transfer            | 2022-01-10 | {C}       | in        | 港湾甲科技有限公司 | company           |             |
    e7       | transfer            | 2022-02-01 | {B}       | in        | 港湾乙制药有限公司 | company           |             |
    e8       | transfer            | 2022-03-01 | {A}       | in        | 某发明人           | inventor          |             |
    e10      | licence             | 2022-11-01 | {B}       | out       | 外海一有限公司     | company           |             |
    e11      | trademark_transfer  | 2022-11-02 | {B}       | out       | 外海一有限公司     | company           |             |
    e12      | trademark_transfer  | 2022-11-03 | {B}       | out       | 外海一有限公司     | company           |             |
    e13      | trademark_transfer  | 2022-11-04 | {B}       | out       | 外海一有限公司     | company           |             |
    p1       | pledge              | 2020-07-01 | {B}       |           | 海港银行           | bank              | Z1          | 1000000
    p2       | pledge              | 2021-07-01 | {B}       |           | 海港银行           | bank              | Z2          | 1500000
    p3       | pledge              | 2021-08-01 | {A}       |           | 海港银行           | bank              | Z3          | 500000
    p4       | pledge              | 2021-08-01 | {A}       |           | 海港银行           | bank              | Z3          | 500000
    p5       | pledge              | 2022-05-01 | {B}       |           | 海港银行           | bank              | Z4          | 1440000
    t1       | technology_contract | 2020-01-09 | {A}       |           | 外海一有限公司     | company           | T1          | 100
    t2       | technology_contract | 2021-01-09 | {A}       |           | 外海一有限公司     | company           | T2          | 150
    t3       | technology_contract | 2022-01-09 | {A}       |           | 外海一有限公司     | company           | T3          | 196
    """,
    IP_EVENT,
)
RECOGNITIONS = rows(
    f"""
    kind                        | name     | date       | valid_to   | uscc
    standard_certification      | 证书1    | 2021-05-01 | 2024-05-01 | {A}
    standard_certification      | 证书2    | 2022-05-01 |            | {A}
    standard_certification      | 证书3    | 2019-07-01 | 2022-06-30 | {B}
    standard_certification      | 证书4    | 2022-06-01 |            | {C}
    trusteeship                 | 合同1    | 2021-02-01 |            | {A}
    trusteeship                 | 合同2    | 2021-03-01 | 2022-03-01 | {B}
    trusteeship                 | 合同3    | 2022-03-01 |            | {B}
    trusteeship                 | 合同4    | 2022-04-01 |            | {F}
    service_cluster             | 聚集区   | 2022-04-01 |            |
    service_agency              | 代理所   | 2022-04-01 |            |
    operation_centre            | 中心1    | 2021-04-01 |            |
    operation_centre            | 中心2    | 2022-04-01 |            |
    planning_navigation_project | 规划1    | 2021-09-01 |            |
    micro_navigation_project    | 微导航1  | 2021-09-01 |            |
    micro_navigation_project    | 微导航2  | 2022-09-01 |            |
    micro_navigation_project    | 微导航3  | 2022-10-01 |            |
    micro_navigation_project    | 微导航4  | 2023-02-01 |            |
    high_value_portfolio        | 组合甲   | 2022-10-01 |            | {A}
    emerging_talent             | 人才1    | 2021-10-01 |            |
    emerging_talent             | 人才2    | 2022-10-01 |            |
    regional_brand              | 品牌1    | 2022-10-01 |            |
    collective_mark             | 集体商标 | 2022-10-01 |            |
    """,
    RECOGNITION,
)
POPULATIONS = rows("year | wan\n2020 | 1.8\n2021 | 1.9\n2022 | 2.0", POPULATION)
TRADEMARKS = rows(
    "year | total | kind\n2021 | 15100 | registered\n2022 | 16000 | registered\n2022 | 3 | collective",
    TRADEMARK,
)
PRODUCTS = rows(
    f"""
    product_id | kind           | date       | uscc | amount_cny
    ABS1       | securitisation | 2022-06-01 |      | 300000000
    loan1      | loan           | 2022-07-01 | {C}  | 100000
    loan2      | loan           | 2022-07-02 | {F}  | 100000
    """,
    FINANCE_PRODUCT,
)
# P2 is T-54. P8 belongs to an outsider first; P11 lapsed on a day nobody tells; P12 is no Chinese patent.
APPLICATIONS = rows(
    """
    application_id | office | ip_right      | grant_date | lapse_date | expiry_date | legal_status | is_granted
    P1             | CN     | invention     | 2018-05-01 |            | 2035-01-01  | in_force     | yes
    P2             | CN     | invention     | 2019-05-01 | 2022-03-01 | 2037-01-01  | lapsed       | yes
    P3             | CN     | invention     | 2021-06-01 |            | 2038-01-01  | in_force     | yes
    P4             | CN     | utility_model | 2020-02-01 |            | 2029-01-01  | grace        | yes
    P5             | CN     | design        | 2022-05-01 |            | 2036-01-01  | in_force     | yes
    P6             | CN     | invention     |            |            | 2041-01-01  | pending      | no
    P7             | CN     | invention     | 2020-05-01 |            | 2037-01-01  | in_force     | yes
    P8             | CN     | invention     | 2020-01-01 |            | 2037-01-01  | in_force     | yes
    P9             | CN     | invention     | 2022-02-01 |            | 2037-01-01  | in_force     | yes
    P10            | CN     | invention     | 2019-01-01 |            | 2037-01-01  | in_force     | yes
    P11            | CN     | invention     | 2017-01-01 |            | 2035-01-01  | lapsed       | yes
    P12            | US     | invention     | 2017-01-01 |            | 2035-01-01  | in_force     | yes
    P13            | CN     | invention     | 2010-01-01 |            | 2021-05-01  | expired      | yes
    P14            | CN     | invention     | 2019-01-01 |            | 2037-01-01  | in_force     | yes
    """,
    corpus_tables.APPLICATION,
)
OWNERS = {
    "P1": "港湾甲科技有限公司", "P2": "港湾甲科技有限公司", "P3": "港湾乙药业有限公司",
    "P4": "港湾乙制药有限公司", "P5": "港湾丙装备有限公司", "P6": "港湾丙装备有限公司",
    "P7": "港湾戊软件有限公司", "P8": "外海一有限公司;港湾甲科技有限公司", "P9": "港湾丁材料有限公司",
    "P10": "港湾乙药业有限公司", "P11": "港湾甲科技有限公司", "P12": "港湾甲科技有限公司",
    "P13": "港湾甲科技有限公司", "P14": "外海二有限公司",
}  # fmt: skip
INVENTORS = {"P6": "王小港"}
STUDY_EVENTS = rows(
    """
    application_id | export_file | event_type  | sequence | event_date | from_names         | to_names           | contract_number
    P1             | a           | licence     | 1        | 2021-07-01 | 港湾甲科技有限公司 | 外海一有限公司     | L9
    P2             | a           | licence     | 1        | 2021-07-01 | 港湾甲科技有限公司 | 外海一有限公司     | L9
    P13            | a           | licence     | 1        | 2021-07-01 | 港湾甲科技有限公司 | 外海一有限公司     | L9
    P3             | a           | licence     | 1        | 2021-04-01 | 远洋大学           | 港湾甲科技有限公司 | l 2
    P10            | a           | transfer    | 1        | 2021-09-01 | 港湾甲科技有限公司 | 港湾乙药业有限公司 |
    P9             | a           | transfer    | 1        | 2022-08-01 | 远洋大学           | 港湾丁材料有限公司 |
    P6             | a           | transfer    | 1        | 2022-09-01 | 王小港             | 港湾丙装备有限公司 |
    P4             | a           | name_change | 1        | 2020-09-01 | 港湾乙制药有限公司 | 港湾乙药业有限公司 |
    P4             | a           | pledge      | 1        | 2022-06-01 | 港湾乙药业有限公司 | 海港银行           | Z5
    P14            | a           | transfer    | 1        | 2022-06-01 | 外海一有限公司     | 外海二有限公司     |
    """,
    corpus_tables.EVENT,
    from_names=None,
)
STUDY_EVENTS["contract_number"] = STUDY_EVENTS["contract_number"].astype("str")

PLAN = Plan(
    targets={
        "dealings_growth": {2021: 0.2, 2022: 0.2}, "pledge_growth": {2021: 0.3, 2022: 0.3},
        "technology_contract_growth": {2021: 0.4, 2022: 0.4}, "academic_transfer_smes": {2021: 1, 2022: 2},
        "securitisation_products": {2022: 1}, "financed_entities": {2022: 3},
        "national_navigation_projects": {2022: 1}, "standard_certifications": {2022: 2},
        "trusteeships": {2022: 4}, "service_clusters": {2022: 1}, "operation_centres": {2022: 2},
        "patents_in_force": {2021: 5, 2022: 6}, "inventions_in_force": {2022: 5},
        "inventions_per_ten_thousand": {2022: 2}, "patent_holder_growth": {2021: 0.1, 2022: 0.1},
        "planning_navigation_projects": {2022: 3}, "micro_navigation_projects": {2022: 3},
        "high_value_portfolios": {2022: 3}, "emerging_talents": {2022: 20},
        "registered_trademarks": {2021: 15000, 2022: 16500}, "regional_brands": {2022: 1},
        "collective_marks": {2022: 1},
    },
    stated=Stated(inventions=6, pct=100, pct_per_ten_thousand=10),
)  # fmt: skip


def party() -> pd.DataFrame:
    """Owners and inventors of each application's one publication."""
    lines = [
        {"publication_number": f"{p}B", "role": role, "sequence": i, "name": name, "applicant_id": None}
        for held, role in ((OWNERS, "owner"), (INVENTORS, "inventor"))
        for p, names in held.items()
        for i, name in enumerate(names.split(";"), start=1)
    ]
    return contract.cast(pd.DataFrame(lines), corpus_tables.PARTY)


def publication() -> pd.DataFrame:
    text = "publication_number | application_id | publication_date\n"
    text += "\n".join(f"{p}B | {p} | 2020-01-01" for p in OWNERS)
    return rows(text, corpus_tables.PUBLICATION)


def sources(**changes: pd.DataFrame) -> Sources:
    """The whole zone, with some frames replaced."""
    whole = Sources(
        zone_entity=ZONE,
        ip_event=EVENTS,
        recognition=RECOGNITIONS,
        population=POPULATIONS,
        trademark=TRADEMARKS,
        finance_product=PRODUCTS,
        application=APPLICATIONS,
        publication=publication(),
        party=party(),
        applicant=contract.empty(corpus_tables.APPLICANT),
        event=STUDY_EVENTS,
    )
    return replace(whole, **changes)
