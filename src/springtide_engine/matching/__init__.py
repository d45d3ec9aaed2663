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
from springtide_engine.matching.caps import Caps, Group
from springtide_engine.matching.checks import Certificate, Offence, verify, verify_transfers
from springtide_engine.matching.deferred_acceptance import deferred_acceptance
from springtide_engine.matching.explain import Reason, Verdict, explain, least_score
from springtide_engine.matching.frames import Tables
from springtide_engine.matching.lattice import Alternatives, alternatives
from springtide_engine.matching.pins import Pinned, pinned_market
from springtide_engine.matching.problem import UNPLACED, Fault, InvalidMarket, Market, Options
from springtide_engine.matching.statistics import Statistics, summarise
from springtide_engine.matching.ties import (
    Lottery,
    Order,
    TieRule,
    draw_lots,
    draw_personal_lots,
    order_applicants,
)
from springtide_engine.matching.traits import Traits
from springtide_engine.matching.transfers import TransferResult, place_transfers

__all__ = [
    "UNPLACED",
    "Allocation",
    "Alternatives",
    "Caps",
    "Certificate",
    "Fault",
    "Group",
    "InvalidMarket",
    "Lottery",
    "Market",
    "Offence",
    "Options",
    "Order",
    "Pinned",
    "Reason",
    "Statistics",
    "Tables",
    "TieRule",
    "Traits",
    "TransferResult",
    "Verdict",
    "alternatives",
    "deferred_acceptance",
    "draw_lots",
    "draw_personal_lots",
    "explain",
    "input_hash",
    "least_score",
    "order_applicants",
    "pinned_market",
    "place_transfers",
    "summarise",
    "verify",
    "verify_transfers",
]
