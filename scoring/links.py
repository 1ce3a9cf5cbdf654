"""The citation links as places in the family table, as every citation indicator counts them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.sparse import coo_array, csr_array

from scoring.keys import places

Codes = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Links:
    """One entry per link between two different families.

    Parameters
    ----------
    citing, cited
        Place of each end in the family table; −1 outside the corpus.
    is_own
        Known to be a self-citation.
    is_open
        Not known whether it is one.
    date
        Earliest publication of the citing family, NaT where unknown.
    row
        Place of the link in the citation table.
    """

    citing: Codes
    cited: Codes
    is_own: Flags
    is_open: Flags
    date: npt.NDArray[np.datetime64]
    row: Codes

    def only(self, kept: Flags) -> Links:
        """The links that are kept."""
        return Links(*(part[kept] for part in vars(self).values()))

    @property
    def others(self) -> Links:
        """Links that are not known to be self-citations."""
        return self.only(~self.is_own)

    @property
    def inside(self) -> Links:
        """Links with both ends in the corpus."""
        return self.only((self.citing >= 0) & (self.cited >= 0))

    def matrix(self, size: int) -> csr_array:
        """Families × families, 1 where the row cites the column; for links inside the corpus."""
        ones = np.ones(len(self.citing), dtype=np.float32)
        return csr_array(coo_array((ones, (self.citing, self.cited)), shape=(size, size)))


def links_of(family: pd.DataFrame, citation: pd.DataFrame) -> Links:
    """The links of the citation table; a family that cites itself is no link."""
    apart = (citation["citing_family_id"] != citation["cited_family_id"]).to_numpy(dtype=bool)
    row = np.flatnonzero(apart)
    kept = citation if apart.all() else citation[apart]
    own = kept["is_self_citation"].astype("boolean")
    return Links(
        citing=places(kept["citing_family_id"], family["family_id"]),
        cited=places(kept["cited_family_id"], family["family_id"]),
        is_own=own.fillna(False).to_numpy(dtype=bool),
        is_open=own.isna().to_numpy(dtype=bool),
        date=kept["citing_date"].to_numpy(dtype="datetime64[s]"),
        row=row,
    )
