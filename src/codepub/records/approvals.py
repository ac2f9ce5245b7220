"""What signatures are worth: each holds for what the record said when it was given, and for nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from codepub.records.approvers import Approvers
from codepub.records.code_summary import CodeSummary
from codepub.records.digest import approval_digest
from codepub.records.review_file import SECTION_DIGITS, Rejection, ReviewFile, Signature
from codepub.records.sections import FRONT_MATTER, SECTIONS, Section
from codepub.records.standing import Standing


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A signature that does not hold any more, and the sections that changed since, as far as it tells."""

    signature: Signature
    changed: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class RoleApproval:
    """How one role stands to what a record says now.

    ``lacking`` are the sections that nobody approves in it; none where it approves all. What ``lapsed`` is told only
    of people whose signature was followed by no other.
    """

    role: str
    holding: tuple[Signature, ...]
    lapsed: tuple[Lapsed, ...]
    rejections: tuple[Rejection, ...]
    lacking: tuple[Section, ...]

    @property
    def is_approved(self) -> bool:
        """Whether the role approves all that the record says."""
        return not self.lacking and not self.rejections


def judge_roles(record: CodeSummary, review: ReviewFile, approvers: Approvers) -> tuple[RoleApproval, ...]:
    """Tell how the roles that a release takes stand to a record; where none are set, those of its signatures."""
    given = [*(one.role for one in review.signatures), *(one.role for one in review.rejections)]
    content = _Content(record)
    return tuple(
        _judge_role(role, content, review, approvers) for role in approvers.roles or tuple(dict.fromkeys(given))
    )


def find_standing(record: CodeSummary, review: ReviewFile, approvers: Approvers) -> Standing:
    """Tell how a publication stands: by its status alone where no roles are set, and else by their signatures, too."""
    if not approvers.roles:
        return record.status
    judged = judge_roles(record, review, approvers)
    if all(one.is_approved for one in judged):
        return "released" if record.status == "released" else "approved"
    return "lapsed" if any(one.lapsed and not one.rejections for one in judged) else "draft"


def describe_missing(judged: Iterable[RoleApproval]) -> str:
    """Say in a sentence or more why a record is not approved; empty where it is."""
    return " ".join(_describe_role(one) for one in judged if not one.is_approved)


def digest_sections(record: CodeSummary) -> dict[Section, str]:
    """Return the digests of the sections that stand in a record, shortened as a signature keeps them."""
    return {
        section: shorten_digest(approval_digest(record, section))
        for section in SECTIONS
        if section == FRONT_MATTER or _is_written(record, section)
    }


def _is_written(record: CodeSummary, section: Section) -> bool:
    return section in record.model_fields_set and getattr(record, section) is not None


def shorten_digest(digest: str) -> str:
    """Return the beginning of an approval digest, with the number of its rules."""
    scheme, _, digits = digest.partition(":")
    return f"{scheme}:{digits[:SECTION_DIGITS]}"


class _Content:
    """What a record says now; each digest is made when it is first asked for."""

    def __init__(self, record: CodeSummary) -> None:
        self._record = record
        self._digests = dict[Section | None, str]()

    def digest(self, section: Section | None) -> str:
        if section not in self._digests:
            self._digests[section] = approval_digest(self._record, section)
        return self._digests[section]

    @cached_property
    def sections(self) -> dict[Section, str]:
        return digest_sections(self._record)

    def is_as(self, one: Signature | Rejection) -> bool:
        """Tell whether what somebody judged is what the record says now."""
        return one.digest == self.digest(one.section)

    def list_changed(self, signature: Signature) -> tuple[Section, ...]:
        """List the sections that changed since a signature was given; none where it does not tell."""
        if signature.section is not None:
            return (signature.section,)
        then = signature.sections
        return tuple(one for one in SECTIONS if then and then.get(one) != self.sections.get(one))


def _judge_role(role: str, content: _Content, review: ReviewFile, approvers: Approvers) -> RoleApproval:
    signatures = [one for one in review.signatures if one.role == role and approvers.may_sign(role, one.name)]
    standing = [one for one in review.rejections if one.role == role and content.is_as(one)]
    holding = [one for one in signatures if content.is_as(one) and not _is_followed(one, standing)]
    rejections = [one for one in standing if not _is_followed(one, [*holding])]
    lapsed = [one for place, one in enumerate(signatures) if not content.is_as(one)]
    latest = [one for one in lapsed if not _is_replaced(one, signatures)]
    return RoleApproval(
        role,
        tuple(holding),
        tuple(Lapsed(one, content.list_changed(one)) for one in latest),
        tuple(rejections),
        _list_lacking(holding, content),
    )


def _is_followed(one: Signature | Rejection, others: Sequence[Signature] | Sequence[Rejection]) -> bool:
    """Tell whether a person has judged otherwise later, of the same or of all; at the same time, a rejection holds."""
    is_signature = isinstance(one, Signature)
    return any(
        other.name == one.name
        and other.section in (None, one.section)
        and (other.date >= one.date if is_signature else other.date > one.date)
        for other in others
    )


def _is_replaced(signature: Signature, signatures: Iterable[Signature]) -> bool:
    """Tell whether the same person signed again, for as much."""
    return any(
        other.name == signature.name and other.section in (None, signature.section) and other.date > signature.date
        for other in signatures
    )


def _list_lacking(holding: Sequence[Signature], content: _Content) -> tuple[Section, ...]:
    approved = {one.section for one in holding}
    return () if None in approved else tuple(one for one in content.sections if one not in approved)


def _describe_role(one: RoleApproval) -> str:
    return " ".join(_describe_parts(one))


def _describe_parts(one: RoleApproval) -> Iterator[str]:
    for rejection in one.rejections:
        yield f"{rejection.name} ({one.role}) rejected it on {rejection.date[:10]}."
    if one.lapsed and not one.rejections:
        for signature, changed in ((lapsed.signature, lapsed.changed) for lapsed in one.lapsed):
            what = join_names(changed) if changed else "what it says"
            yield f"{signature.name} ({one.role}) signed on {signature.date[:10]}; since then {what} changed."
    elif one.lacking and not one.rejections:
        lacking = f" {join_names(one.lacking)}" if one.holding else " it"
        yield f"No {one.role} has approved{lacking}."


def join_names(names: Sequence[str]) -> str:
    """Write names in a row: ``payment, edits and sources``."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
