"""A delay in words that say nothing of the case: what anyone may be told, verified or not (R524)."""

FIXED = {
    "complex": "there is a lot to look at, and we need to talk to more people",
    "advocate_requested": "you asked for an advocate, and they need time to help you",
    "service_pressure": "the team has not had enough people to do this properly",
    "several_agencies": "we need to hear from other organisations too",
    "concurrent_investigation": "something else is being looked into at the same time",
    "particularly_complex": "there is a lot to look at, and it is not simple",
    "key_witness_unavailable": "somebody we need to talk to cannot be reached yet",
    "complainants_own_delay": "we were waiting to hear from you",
}
"""Reasons for a delay that may be told to anyone, since they say nothing of the case (R524)."""


def plainly(reason: str) -> dict[str, str]:
    """A delay in words that say nothing of the case: what a holding letter says until somebody writes better ones."""
    return {
        "reason_plain": FIXED.get(reason, "it has taken longer than it should have"),
        "done_so_far": "read what you sent us and given it to a manager",
        "what_we_will_do": "finish looking into it and write to you",
    }
