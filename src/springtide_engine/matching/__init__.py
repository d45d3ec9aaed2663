"""Seats matched to ranked choices: exact, seeded, checked by other code, explained per person.

>>> from springtide_engine.matching import Market, deferred_acceptance, verify
>>> market = Market.from_lists([[(0, 80), (1, 75)], [(0, 90)], [(0, 70), (1, None)]], capacities=[1, 1])
>>> allocation = deferred_acceptance(market, seed=2026)
>>> allocation.assignment.tolist()
[1, 0, -1]
>>> verify(market, allocation.assignment, allocation.lottery).passed
True
"""

from springtide_engine.matching.allocation import Allocation, input_hash
from springtide_engine.matching.artificial_caps import TargetedAllocation, meet_targets
from springtide_engine.matching.caps import Caps, Group
from springtide_engine.matching.checks import Certificate, Offence, verify, verify_transfers
from springtide_engine.matching.deferred_acceptance import deferred_acceptance
from springtide_engine.matching.explain import Reason, Verdict, explain, least_score
from springtide_engine.matching.frames import Tables, from_frames
from springtide_engine.matching.lattice import Alternatives, alternatives
from springtide_engine.matching.optimum.conflict import find_conflict
from springtide_engine.matching.optimum.optimal import optimal_allocation
from springtide_engine.matching.optimum.prices import TargetPrices, price_targets
from springtide_engine.matching.optimum.reasons import Bid, explain_optimum
from springtide_engine.matching.optimum.result import Conflict, Optimum
from springtide_engine.matching.optimum.utility import utility_of
from springtide_engine.matching.pins import Pinned, pinned_market
from springtide_engine.matching.problem import UNPLACED, Fault, InvalidMarket, Market, Options
from springtide_engine.matching.statistics import Statistics, summarise
from springtide_engine.matching.target_checks import (
    BoundCertificate,
    Standing,
    TargetCertificate,
    verify_bound,
    verify_targets,
)
from springtide_engine.matching.targets import Target
from springtide_engine.matching.ties import (
    Lottery,
    Order,
    TieRule,
    draw_lots,
    draw_personal_lots,
    order_applicants,
)
from springtide_engine.matching.tradeoff import Tradeoff, tradeoff
from springtide_engine.matching.traits import Traits
from springtide_engine.matching.transfers import TransferResult, place_transfers

__all__ = [
    "UNPLACED",
    "Allocation",
    "Alternatives",
    "Bid",
    "BoundCertificate",
    "Caps",
    "Certificate",
    "Conflict",
    "Fault",
    "Group",
    "InvalidMarket",
    "Lottery",
    "Market",
    "Offence",
    "Optimum",
    "Options",
    "Order",
    "Pinned",
    "Reason",
    "Standing",
    "Statistics",
    "Tables",
    "Target",
    "TargetCertificate",
    "TargetPrices",
    "TargetedAllocation",
    "TieRule",
    "Tradeoff",
    "Traits",
    "TransferResult",
    "Verdict",
    "alternatives",
    "deferred_acceptance",
    "draw_lots",
    "draw_personal_lots",
    "explain",
    "explain_optimum",
    "find_conflict",
    "from_frames",
    "input_hash",
    "least_score",
    "meet_targets",
    "optimal_allocation",
    "order_applicants",
    "pinned_market",
    "place_transfers",
    "price_targets",
    "summarise",
    "tradeoff",
    "utility_of",
    "verify",
    "verify_bound",
    "verify_targets",
    "verify_transfers",
]
