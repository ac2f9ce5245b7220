"""Which release of a code set is in force on a day: how long each lasts, by what it says or by its set's rhythm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Final, NamedTuple

from codepub.codesets.code_set import FAMILIES, Release, SetName


class Rhythm(NamedTuple):
    """In which months the releases of a set begin, and for how many days one is trusted while none has followed it.

    ``additions`` are months in which codes are added between releases, and none is taken out.
    """

    months: tuple[int, ...]
    grace_days: int = 0
    additions: tuple[int, ...] = ()


_QUARTERLY: Final = Rhythm((1, 4, 7, 10), 92)
_FISCAL_YEAR: Final = Rhythm((10,))
_FISCAL_YEAR_WITH_ADDITIONS: Final = Rhythm((10,), additions=(4,))
_THREE_TIMES_A_YEAR: Final = Rhythm((3, 7, 11), 123)
_HALF_YEARLY: Final = Rhythm((1, 7), 184)

RHYTHMS: Final[Mapping[SetName, Rhythm]] = {
    **dict.fromkeys(("hcpcs", "hcpcs-modifiers", "mpfs", "opps"), _QUARTERLY),
    **{name: _QUARTERLY for sets in FAMILIES.values() for name in sets},
    **dict.fromkeys(("icd-10-cm", "icd-10-pcs"), _FISCAL_YEAR_WITH_ADDITIONS),
    **dict.fromkeys(("carc", "rarc"), _THREE_TIMES_A_YEAR),
    "ms-drg": _FISCAL_YEAR,
    "taxonomy": _HALF_YEARLY,
}
"""How often each set is published; places of service are assigned when one is needed, and hold until then.

Sources: CMS, "HCPCS Quarterly Update", "PFS Relative Value Files" (A to D of each year), "OPPS Addendum A and Addendum
B Updates", "Medicare NCCI Quarterly Updates": one further quarter is trusted, since a quarter changes few codes. ICD-10
and MS-DRG hold for a fiscal year, with a few additions in April; hundreds of codes change on October 1, so no day of
grace follows (Social Security Act, section 1886(d)(5)(K)(vii)). NUCC, "Code Sets": twice a year, and codes are seldom
taken out, so one further half is trusted.
"""


@dataclass(frozen=True, slots=True)
class AskedRelease:
    """The release that is asked of a day.

    Only one that holds on it may give an error; one that does not is older, and may confirm or warn.
    """

    release: Release
    day: date
    holds: bool

    def __str__(self) -> str:
        return str(self.release) if self.holds else f"{self.release}, {self.age} older than the record"

    @property
    def follower(self) -> str | None:
        """The month of the newest release that is out by the day after one that is in its days of grace, if any."""
        rhythm = RHYTHMS.get(self.release.set)
        if rhythm is None or not self.holds:
            return None
        begun = _find_last_start(self.day, rhythm)
        return f"{begun:%B %Y}" if begun > self.release.effective else None

    @property
    def lacks_additions(self) -> bool:
        """Whether codes may have been added between the release and the day, which it does not have."""
        rhythm = RHYTHMS.get(self.release.set)
        if rhythm is None or not rhythm.additions:
            return False
        return _find_next_start(self.release.effective, Rhythm(rhythm.additions)) <= self.day

    @property
    def age(self) -> str:
        """How long before the day the release began, roughly: days, months or years."""
        days = (self.day - self.release.effective).days
        for length, unit in ((365, "year"), (30, "month"), (1, "day")):
            if (count := days // length) > 1:
                return f"{count} {unit}s"
        return "1 day"


def ask_releases(releases: Sequence[Release], day: date) -> AskedRelease | None:
    """Find the release of a set that is asked of a day: the last, of all in order of time, that had begun by then.

    It holds until the last day that it states, or as long as its set's rhythm lets it, and the next release takes its
    place. None where all begin later: such a release says nothing of the day.
    """
    begun = next((release for release in reversed(releases) if release.effective <= day), None)
    if begun is None:
        return None
    last = find_last_day(begun)
    return AskedRelease(begun, day, last is None or day <= last)


def find_last_day(release: Release) -> date | None:
    """Find the last day that a release may hold on where none follows it; None where nothing bounds it.

    >>> find_last_day(Release("hcpcs", "January 2026", date(2026, 1, 1), "", ""))
    datetime.date(2026, 7, 1)
    """
    rhythm = RHYTHMS.get(release.set)
    if release.ends is not None or rhythm is None:
        return release.ends
    return _find_next_start(release.effective, rhythm) + timedelta(days=rhythm.grace_days - 1)


def describe_age(release: Release, day: date) -> str | None:
    """Say of a release that a newer one is out by a day, by its set's rhythm; None where none need be.

    >>> describe_age(Release("hcpcs", "January 2026", date(2026, 1, 1), "", ""), date(2028, 5, 2))
    '2 years older than 2028-05-02: a newer release is out'
    """
    asked = ask_releases([release], day)
    if asked is None or (asked.holds and asked.follower is None):
        return None
    return f"{asked.age} older than {day}: a newer release is out"


def list_followers(releases: Sequence[Release], release: Release) -> list[Release]:
    """List the releases after one, in order of time, as far as each follows the one ahead of it without a gap."""
    followers = [release]
    for later in (one for one in releases if one.effective > release.effective):
        last = find_last_day(followers[-1])
        if last is not None and later.effective > last + timedelta(days=1):
            break
        followers.append(later)
    return followers[1:]


def _find_next_start(day: date, rhythm: Rhythm) -> date:
    """Find the first day after one on which a release of a rhythm begins; calendars end with the year 9999."""
    month = next((month for month in rhythm.months if month > day.month), None)
    if month is not None:
        return date(day.year, month, 1)
    return date(min(day.year + 1, MAXYEAR - 1), rhythm.months[0], 1)


def _find_last_start(day: date, rhythm: Rhythm) -> date:
    """Find the last day up to one on which a release of a rhythm begins; calendars begin with the year 1."""
    month = next((month for month in reversed(rhythm.months) if month <= day.month), None)
    if month is not None:
        return date(day.year, month, 1)
    return date(max(day.year - 1, MINYEAR), rhythm.months[-1], 1)
