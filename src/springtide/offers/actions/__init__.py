"""Every change to a wave, an offer, a seat and the reserve list."""

from springtide.offers.actions.answers import accept_offer, decline_offer, renege_offer
from springtide.offers.actions.ending import end_on_withdrawal, expire_offers, revoke_offer
from springtide.offers.actions.letters import write_letter
from springtide.offers.actions.reserve import ask_to_fill, build_reserve, fill_opening
from springtide.offers.actions.waves import drop_wave, prepare_wave, send_wave

__all__ = [
    "accept_offer",
    "ask_to_fill",
    "build_reserve",
    "decline_offer",
    "drop_wave",
    "end_on_withdrawal",
    "expire_offers",
    "fill_opening",
    "prepare_wave",
    "renege_offer",
    "revoke_offer",
    "send_wave",
    "write_letter",
]
