"""The taxonomy: what a message is and where it goes. Letter for letter as the reports print it.

`B` (Bath & North East Somerset) and `D` (Dorset) are the two councils whose annual reports the
categories come from. `kind`, `procedure` and `sender` are chosen by a person; the classifier suggests.
"""

from enum import StrEnum


class Kind(StrEnum):
    """What sort of contact this is (R101-R116)."""

    COMPLAINT = "complaint"
    REPRESENTATION = "representation"
    COMPLIMENT = "compliment"
    ENQUIRY = "enquiry"
    INFORMATION_REQUEST = "information_request"
    CONCERN_ABOUT_CHILD = "concern_about_child"
    CORRESPONDENCE = "correspondence"
    NOT_FOR_US = "not_for_us"


class Procedure(StrEnum):
    """Which rules then apply (R201-R210)."""

    STATUTORY = "statutory"
    CORPORATE = "corporate"
    ADULT_SOCIAL_CARE = "adult_social_care"
    SCHOOL = "school"
    COUNCILLOR_CONDUCT = "councillor_conduct"
    DATA_PROTECTION = "data_protection"
    APPEAL_OR_COURT = "appeal_or_court"
    LADO = "lado"
    NONE = "none"


class CategoryB(StrEnum):
    """The statutory guidance's categories (B Table 4)."""

    ASSESSMENT = "assessment_care_management_review"
    ATTITUDE = "attitude_or_behaviour_of_staff"
    APPROPRIATENESS = "appropriateness_of_service"
    QUALITY = "quality_of_service"
    DELAY = "delay_in_decision_or_provision"
    DISPUTED_DECISION = "unwelcome_or_disputed_decision"


class CategoryD(StrEnum):
    """The Dorset themes (D, types of complaints)."""

    COMMUNICATION = "communication"
    DATA = "data"
    FINANCE = "finance"
    DISAGREEMENT = "disagreement_with_decision"
    DELAY = "delay"
    PROFESSIONAL_PRACTICE = "professional_practice"
    QUALITY = "quality_of_service"
    ATTITUDE = "attitude_of_staff"
    FAILURE_TO_PROVIDE = "failure_to_provide_service"
    INADEQUATE = "inadequate_service"


class Sender(StrEnum):
    """Who is writing."""

    YOUNG_PERSON = "young_person"
    CARE_LEAVER = "care_leaver"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    OTHER_FAMILY = "other_family"
    FOSTER_CARER = "foster_carer"
    ADOPTER_OR_SPECIAL_GUARDIAN = "adopter_or_special_guardian"
    ADVOCATE = "advocate"
    FRIEND_OR_NEIGHBOUR = "friend_or_neighbour"
    PROFESSIONAL = "professional"
    MP_OR_COUNCILLOR = "mp_or_councillor"
    ADULT_SERVICE_USER = "adult_service_user"
    UNKNOWN = "unknown"


class Flag(StrEnum):
    """Each yes or no."""

    IMMEDIATE_RISK = "immediate_risk"
    SAFEGUARDING = "safeguarding"
    ALLEGATION_AGAINST_STAFF = "allegation_against_staff"
    WANTS_ADVOCATE = "wants_advocate"
    CHILD_IN_CARE = "child_in_care"
    WANTS_INFORMAL = "wants_informal"
    WANTS_ESCALATION = "wants_escalation"
    LEGAL_PROCEEDINGS = "legal_proceedings"
    DISCRIMINATION = "discrimination"
    CONSENT_NEEDED = "consent_needed"


class Service(StrEnum):
    """Which team it is about (B Appendix 2)."""

    ADMISSIONS_TRANSPORT = "admissions_transport"
    ADOLESCENT_AT_RISK = "adolescent_at_risk"
    CARE_EXPERIENCE = "care_experience"
    CHILDRENS_CENTRES = "childrens_centres"
    CHILD_IN_CARE = "child_in_care"
    COMMISSIONING = "commissioning"
    CHILDREN_MISSING_EDUCATION = "children_missing_education"
    CONNECTING_FAMILIES = "connecting_families"
    DISABLED_CHILDREN = "disabled_children"
    DUTY = "duty"
    EARLY_YEARS_FUNDING = "early_years_funding"
    CHILD_PROTECTION_FAMILY_SUPPORT = "child_protection_family_support"
    FAMILY_PLACEMENT = "family_placement"
    FAMILY_SUPPORT = "family_support"
    IRO = "iro"
    LADO = "lado"
    MUSIC = "music"
    SEN = "sen"
    SAFEGUARDING_CONFERENCE = "safeguarding_conference"
    TRIAGE = "triage"
    OTHER_COUNCIL_SERVICE = "other_council_service"
    UNKNOWN = "unknown"
