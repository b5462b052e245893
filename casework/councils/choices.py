"""What a council chooses where law leaves room.

The keys of `Choices` are those of the rulebook's section 11. There are no defaults here: they stand in england.yaml.
"""

from enum import StrEnum

from casework.frozen import frozen


class Stage2Start(StrEnum):
    """When the Stage 2 clock begins (R306, R410)."""

    STATEMENT_AGREED = "statement_agreed"
    REQUEST = "request"


class ReceiptPolicy(StrEnum):
    """What date a receipt on a closed day has (R407)."""

    CALENDAR_DATE = "calendar_date"
    DEEMED_NEXT_WD = "deemed_next_wd"


class CountFrom(StrEnum):
    """Which day is day 1 (R401)."""

    NEXT_WD = "next_wd"
    SAME_DAY = "same_day"


class S1Breach(StrEnum):
    """What happens when Stage 1 goes unanswered (R302)."""

    OFFER_STAGE2 = "offer_stage2"
    AUTOMATIC_STAGE2 = "automatic_stage2"


class S1Reason(StrEnum):
    """Why Stage 1 may take longer: law's two (R302), and the one a council may add and must report (R303)."""

    COMPLEX = "complex"
    ADVOCATE_REQUESTED = "advocate_requested"
    SERVICE_PRESSURE = "service_pressure"


class AutoS2At(StrEnum):
    """Which day an automatic Stage 2 waits for (R366)."""

    DAY_20 = "day_20"
    DUE_IN_FORCE = "due_in_force"


class AuthorityClock(StrEnum):
    """Whether a representative's complaint waits for authority (R351); never a statutory one."""

    ON_RECEIPT = "on_receipt"
    ON_AUTHORITY = "on_authority"


class CategorySet(StrEnum):
    """Which categories the council reports in; both are suggested."""

    B = "category_b"
    D = "category_d"


class PercentTotal(StrEnum):
    """How a year's percentage is made from its quarters (R825)."""

    POOLED = "pooled"
    D_COMPAT = "d_compat"


@frozen
class Choices:
    """Where law leaves room: the rulebook's section 11, key for key. The defaults are in england.yaml."""

    stage2_clock_start: Stage2Start
    s1_breach_action: S1Breach
    category_set: CategorySet
    receipt_policy: ReceiptPolicy
    count_from: CountFrom
    post_deemed: int
    auto_s2_at: AutoS2At
    s1_extension_reasons: tuple[S1Reason, ...]
    s2_late_request_months: int
    authority_clock: AuthorityClock
    anonymous_counted: bool
    sar_internal_days: int
    percent_total: PercentTotal
    suppress_below: int
