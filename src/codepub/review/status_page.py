"""How the reviews of a library stand as one web page that needs no other file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from codepub.records.approvals import RoleApproval
from codepub.review.status import RecordStatus, describe_role, list_waiting, summarize
from codepub.writers.templates import render_template
from codepub.writers.theme import Theme

TEMPLATE: Final = "review.html"


def status_html(statuses: Sequence[RecordStatus], theme: Theme) -> str:
    """Return the page; its words and looks are those of the template ``review.html`` and of the theme."""
    roles = tuple(dict.fromkeys(role.role for one in statuses for role in one.roles))
    return render_template(
        theme,
        TEMPLATE,
        palette=theme.palette,
        dark=theme.dark,
        typography=theme.typography,
        day=date.today(),
        summary=summarize(statuses),
        roles=roles,
        rows=[
            (one.record, one.standing, [line for line in list_waiting(one) if line[1]], _list_roles(one, roles))
            for one in statuses
        ],
    )


def _list_roles(one: RecordStatus, roles: Sequence[str]) -> list[tuple[str, str]]:
    """Say how each role stands: a word for its looks, and the words; empty where nothing was asked of it."""
    known = {role.role: role for role in one.roles}
    return [(_name_state(known[role]), describe_role(known[role])) if role in known else ("", "") for role in roles]


def _name_state(role: RoleApproval) -> str:
    if role.rejections:
        return "rejected"
    if role.is_approved:
        return "approved"
    return "lapsed" if role.lapsed else ""
