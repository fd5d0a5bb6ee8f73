"""The base of the engagement's records: the words for each, and who may write it."""

from typing import ClassVar

from clayton_review.accounts.roles import Permission
from clayton_review.citable.records import Record


class EngagementRecord(Record):
    """A record of the engagement; each model says its words and the permission to write it."""

    noun: ClassVar[str]  # on pages: "The entry was saved."
    audit_noun: ClassVar[str]  # in the audit record, with its article: "recorded an expense"
    reference_prefix: ClassVar[str] = ""  # of its reference, such as "E" in E-0001; empty if none
    writing_permission: ClassVar[Permission]

    class Meta(Record.Meta):
        abstract = True
