"""Registers as tables: templates that can be filled in, and every wrong cell named."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from corpus import contract
from corpus.errors import StudyError
from corpus.registers import REGISTERS, register_from_csv, template

CODE = "91120116MA0000000A"


def _read(text: str, file: str) -> pd.DataFrame:
    return register_from_csv(pd.read_csv(io.StringIO(text), dtype="str", keep_default_na=False), file)


@pytest.mark.parametrize("file", sorted(REGISTERS))
def test_a_template_is_an_empty_register_that_explains_itself(file):
    text = template(REGISTERS[file])
    made = _read(text, file)
    contract.check(made, REGISTERS[file])
    assert made.empty and text.count("\n") == 4


def test_a_filled_template_is_read_below_its_explanations():
    text = template(REGISTERS["ip_events.csv"])
    text += (
        f'1,Pledge,2022年3月1日,{CODE.lower()},,海港银行,bank,CN1A；CN2A,Z1,"1,200,000元",证\n,,,,,,,,,,\n'
    )
    made = _read(text, "ip_events.csv").iloc[0]
    assert (made["type"], made["date"], made["zone_uscc"]) == ("pledge", pd.Timestamp("2022-03-01"), CODE)
    assert (made["amount_cny"], list(made["patent_nos"])) == (1_200_000, ["CN1A", "CN2A"])


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        ("population.csv", "year,people\n2020,1\n", "unknown heading people"),
        ("population.csv", "year\n2020\n", "heading wan is missing"),
        ("population.csv", "year,wan\n2020,1.1\n2020,1.2\n", "row 3: year is repeated"),
        ("population.csv", "year,wan\n2020,many\n", "row 2: wan is no number"),
        ("population.csv", "year,wan\n2020.5,1\n", "row 2: year is no whole number"),
        ("population.csv", "year,wan\n2020,-1\n", "row 2: wan is no number in its range"),
        ("trademarks.csv", "year,total,kind\n2020,5,big\n", "row 2: kind is none of registered"),
        ("zone_entities.csv", "uscc,name\n123,甲\n", "row 2: uscc has not the 18 characters"),
        ("zone_entities.csv", f"uscc,name\n{CODE},\n", "row 2: name is empty"),
        ("zone_entities.csv", f"uscc,name,from,to\n{CODE},甲,2022-01-01,2021-01-01\n", "from is after to"),
        ("recognitions.csv", "kind,name,date\ntrusteeship,甲,soon\n", "row 2: date is no date"),
        (
            "ip_events.csv",
            f"event_id,type,date,zone_uscc,amount_cny\n1,pledge,2022-01-01,{CODE},3万元\n",
            "amount_cny",
        ),
    ],
)
def test_a_wrong_register_names_row_and_cell(file, text, told):
    with pytest.raises(StudyError) as caught:
        _read(text, file)
    assert told in str(caught.value) and str(caught.value).startswith(file)
