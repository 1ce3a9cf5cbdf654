from __future__ import annotations

from corpus import contract
from navigation.suggestions import node_suggestion
from navigation.tables import BRANCH, BRANCH_ASSIGNMENT, CLUSTER, CLUSTER_ASSIGNMENT, NODE_SUGGESTION


def suggested(evidence: list[str | None], cluster: str = "c001"):
    """Suggestions for one cluster whose families have such evidence (None: no branch)."""
    ids = [f"F{n:02}" for n in range(len(evidence))]
    on = [(i, e) for i, e in zip(ids, evidence, strict=True) if e]
    assignment = contract.empty(CLUSTER_ASSIGNMENT).reindex(range(len(ids)))
    assignment["family_id"], assignment["cluster_id"] = ids, cluster
    clusters = contract.empty(CLUSTER).reindex(range(1))
    clusters["cluster_id"], clusters["label_zh"], clusters["family_count"] = cluster, "弹射器", len(ids)
    branches = contract.empty(BRANCH).reindex(range(1))
    branches["branch_id"] = "1.1"
    held = contract.empty(BRANCH_ASSIGNMENT).reindex(range(len(on)))
    held["family_id"], held["evidence"] = [i for i, _ in on], [e for _, e in on]
    held["branch_id"], held["is_leaf"] = "1.1", True
    return contract.check(node_suggestion(clusters, assignment, branches, held), NODE_SUGGESTION)


def test_a_cluster_half_outside_the_rules_is_suggested_with_its_nearest_branch():
    made = suggested([None] * 5 + ["symbol"] * 5)
    assert made[
        ["cluster_id", "label_zh", "family_count", "outside_count", "why", "branch_id"]
    ].to_numpy().tolist() == [["c001", "弹射器", 10, 5, "uncovered", "1.1"]]
    assert suggested([None] * 5 + ["symbol"] * 6).empty
    assert suggested([None] * 4).empty


def test_likeness_alone_is_no_rule():
    made = suggested(["similarity"] * 4 + [None] * 3 + ["keyword"])
    assert made["outside_count"].tolist() == [7]
    assert made["why"].tolist() == ["similarity_only"]
