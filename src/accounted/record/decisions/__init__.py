"""The only writers of the record. Each decision checks, writes its rows and logs, together or not at all."""

from accounted.record.decisions.assessing import (
    assess,
    decide_qualification,
    qualify,
    set_methodology,
    suppose,
)
from accounted.record.decisions.concluding import (
    decide_identification,
    reconcile,
    reverse_identification,
    review_proposal,
)
from accounted.record.decisions.destroying import Destroyed, Order, destroy
from accounted.record.decisions.entering import (
    NOT_APPLICABLE,
    NOT_STATED,
    UNDETERMINABLE,
    WITHHELD,
    Conflict,
    Stated,
    absent,
    amend,
    stated,
)
from accounted.record.decisions.findings import assess_consistency, assign_icd10, record_finding
from accounted.record.decisions.happenings import (
    involve,
    record_act,
    record_actor,
    record_incident,
    record_investigation,
    record_media,
    relate_incidents,
    take_part,
)
from accounted.record.decisions.informing import tell_family
from accounted.record.decisions.judging import Judged, ask_for_reviewers, judge, split
from accounted.record.decisions.kinship import add_relative, keep_frequencies, record_family
from accounted.record.decisions.linking import judge_pair, record_linkage, undo_judgement
from accounted.record.decisions.lists import close_list, enter_list_rows, open_list
from accounted.record.decisions.material import RecordedDocument, record_document
from accounted.record.decisions.people import (
    examine,
    identify,
    name_person,
    record_person,
    record_remains,
    withdraw_identification,
)
from accounted.record.decisions.places import record_burial_site, record_place, record_site, state_control
from accounted.record.decisions.proposing import (
    Compared,
    Proposed,
    open_profiles,
    propose,
    refuse_comparison,
)
from accounted.record.decisions.protecting import must_be_sealed, protect_person
from accounted.record.decisions.readings import record_reading
from accounted.record.decisions.recording import known_place, record_account, record_entry
from accounted.record.decisions.restoring import restore
from accounted.record.decisions.restricting import restrict, restrictable
from accounted.record.decisions.reviewers import Reviewer, introduce, set_professions
from accounted.record.decisions.reviewing import accept, answer, correct, reject, relate_tallies, state
from accounted.record.decisions.samples import (
    Withdrawn,
    answer_anew,
    refuse_sample,
    take_sample,
    withdraw_samples,
)
from accounted.record.decisions.sealing import destroy_seal, seal, unseal, withhold_facts, withhold_name
from accounted.record.decisions.sourcing import (
    attribute,
    grade_claim,
    grade_source,
    independent_roots,
    record_source,
    state_upstream,
)
from accounted.record.decisions.testimonies import (
    ConsentGiven,
    Risk,
    change_consent,
    may_be_used,
    record_testimony,
)
from accounted.record.decisions.verifying import ask_to_verify, judge_verification, take_back_asking
from accounted.record.docket import DecisionRefused, NotOnRecord

__all__ = [
    "NOT_APPLICABLE",
    "NOT_STATED",
    "UNDETERMINABLE",
    "WITHHELD",
    "Compared",
    "Conflict",
    "ConsentGiven",
    "DecisionRefused",
    "Destroyed",
    "Judged",
    "NotOnRecord",
    "Order",
    "Proposed",
    "RecordedDocument",
    "Reviewer",
    "Risk",
    "Stated",
    "Withdrawn",
    "absent",
    "accept",
    "add_relative",
    "amend",
    "answer",
    "answer_anew",
    "ask_for_reviewers",
    "ask_to_verify",
    "assess",
    "assess_consistency",
    "assign_icd10",
    "attribute",
    "change_consent",
    "close_list",
    "correct",
    "decide_identification",
    "decide_qualification",
    "destroy",
    "destroy_seal",
    "enter_list_rows",
    "examine",
    "grade_claim",
    "grade_source",
    "identify",
    "independent_roots",
    "introduce",
    "involve",
    "judge",
    "judge_pair",
    "judge_verification",
    "keep_frequencies",
    "known_place",
    "may_be_used",
    "must_be_sealed",
    "name_person",
    "open_list",
    "open_profiles",
    "propose",
    "protect_person",
    "qualify",
    "reconcile",
    "record_account",
    "record_act",
    "record_actor",
    "record_burial_site",
    "record_document",
    "record_entry",
    "record_family",
    "record_finding",
    "record_incident",
    "record_investigation",
    "record_linkage",
    "record_media",
    "record_person",
    "record_place",
    "record_reading",
    "record_remains",
    "record_site",
    "record_source",
    "record_testimony",
    "refuse_comparison",
    "refuse_sample",
    "reject",
    "relate_incidents",
    "relate_tallies",
    "restore",
    "restrict",
    "restrictable",
    "reverse_identification",
    "review_proposal",
    "seal",
    "set_methodology",
    "set_professions",
    "split",
    "state",
    "state_control",
    "state_upstream",
    "stated",
    "suppose",
    "take_back_asking",
    "take_part",
    "take_sample",
    "tell_family",
    "undo_judgement",
    "unseal",
    "withdraw_identification",
    "withdraw_samples",
    "withhold_facts",
    "withhold_name",
]
