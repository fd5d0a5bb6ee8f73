"""The navigation: one list, of which each role sees what it may open."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import READERS, Permission, Role


@dataclass(frozen=True)
class NavigationEntry:
    """One place to go; `purpose` says in a sentence what one does there.

    Places of one `group` stand behind one word of the navigation, for whoever has several of them;
    `also` names addresses that belong to the place without lying below its own. `roles` narrows it
    to those who have no other way there.
    """

    label: str
    url_name: str
    permission: Permission
    purpose: str = ""
    group: str = ""
    also: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()

    def is_for(self, user: User) -> bool:
        """True if this person may go there and has it in the menu."""
        return user.may(self.permission) and (not self.roles or user.role in self.roles)


ENTRIES: tuple[NavigationEntry, ...] = (
    NavigationEntry("Start", "start", Permission.USE_ACCOUNT),
    NavigationEntry(
        "Where the study stands",
        "dashboard:home",
        Permission.SEE_DASHBOARD,
        "The study on one screen: money, work, evidence and questions for the Board.",
    ),
    NavigationEntry(
        "Reports",
        "dashboard:reports",
        Permission.SEE_DASHBOARD,
        "Every issued report, as the public reads it.",
        roles=READERS,
    ),
    NavigationEntry(
        "Public documents",
        "dashboard:documents",
        Permission.SEE_DASHBOARD,
        "The study’s documents that are open to everyone.",
        roles=READERS,
    ),
    NavigationEntry(
        "Reports",
        "reports:list",
        Permission.READ_DRAFTS,
        "The monthly report: write it, check it, have two people approve it, and issue it.",
    ),
    NavigationEntry(
        "Incidents",
        "incidents:list",
        Permission.READ_INCIDENTS,
        "What people say happened, who says so, and what the records show.",
        group="Records",
    ),
    NavigationEntry(
        "Surveys",
        "surveys:list",
        Permission.READ_SURVEYS,
        "Questionnaires, invitation codes and residents’ answers.",
        group="Interviews and surveys",
    ),
    NavigationEntry(
        "Interviews",
        "findings:interview_list",
        Permission.READ_INTERVIEWS,
        "What people told us: guides, participants, quotes and codes.",
        group="Interviews and surveys",
        also=(
            *("/fieldwork/", "/slots/", "/activities/"),
            *("/participants/", "/guides/", "/quotes/", "/codes/"),
        ),
    ),
    NavigationEntry(
        "Contacts today",
        "findings:contact_today",
        Permission.WRITE_INTERVIEWS,
        "Who to ask, call back or meet today.",
        group="Interviews and surveys",
    ),
    NavigationEntry(
        "Stories",
        "findings:story_list",
        Permission.READ_INTERVIEWS,
        "Stories residents sent us, and people who asked to talk.",
        group="Interviews and surveys",
        also=("/talks/",),
    ),
    NavigationEntry(
        "Findings",
        "findings:finding_list",
        Permission.READ_FINDINGS,
        "What the evidence shows, signed by someone who did not write it.",
        group="Findings",
    ),
    NavigationEntry(
        "Recommendations",
        "findings:recommendation_list",
        Permission.READ_RECOMMENDATIONS,
        "What should change, who should do it and by when, and what has happened since.",
        group="Findings",
        also=("/team/goals/", "/team/steps/"),
    ),
    NavigationEntry(
        "Published recommendations",
        "dashboard:board_recommendations",
        Permission.SEE_DASHBOARD,
        "What we recommended, what the city reports and what we have verified. The "
        "public sees the same page.",
        group="Findings",
    ),
    NavigationEntry(
        "Recommendations",
        "findings:progress_list",
        Permission.REPORT_PROGRESS,
        "What was recommended to the city, and where you report progress.",
    ),
    NavigationEntry(
        "Contract",
        "engagement:overview",
        Permission.READ_ENGAGEMENT,
        "The contract: spending against the limit, milestones and questions for the Board.",
    ),
    NavigationEntry(
        "Library",
        "documents:list",
        Permission.READ_DOCUMENTS,
        "The documents the study relies on, and what cites them.",
        group="Records",
    ),
    NavigationEntry(
        "Requests",
        "requests:list",
        Permission.READ_DOCUMENTS,
        "What we asked the city for, what arrived, and a search inside those files.",
        group="Records",
        also=("/intakes/", "/received/"),
    ),
    NavigationEntry(
        "Requests to you",
        "requests:city_list",
        Permission.ANSWER_REQUESTS,
        "Documents the study has asked you for. Send them or answer here.",
    ),
    NavigationEntry(
        "People",
        "people:list",
        Permission.INVITE_PEOPLE,
        "Accounts, invitations, deputies and the audit record.",
    ),
)

# Pages for everyone: label and address; the labels are translated where they are shown.
PUBLIC_ENTRIES: tuple[tuple[str, str], ...] = (
    (gettext_noop("The study"), "dashboard:front"),
    (gettext_noop("Reports"), "dashboard:reports"),
    (gettext_noop("Results"), "dashboard:results"),
    (gettext_noop("Recommendations"), "dashboard:recommendations"),
    (gettext_noop("Documents"), "dashboard:documents"),
    (gettext_noop("About"), "dashboard:about"),
)


@dataclass(frozen=True)
class MenuLink:
    """An entry as one page shows it."""

    label: str
    url: str
    purpose: str
    is_current: bool
    group: str = ""


@dataclass(frozen=True)
class MenuGroup:
    """One word of the navigation, and the places behind it."""

    label: str
    links: tuple[MenuLink, ...]

    @property
    def url(self) -> str:
        """Return the address of the group's word."""
        return self.links[0].url

    @property
    def is_current(self) -> bool:
        """True if the page belongs to one of its places."""
        return any(link.is_current for link in self.links)


def menu_groups(menu_links: list[MenuLink]) -> list[MenuGroup]:
    """Group the menu links, in order of first appearance; a group of one takes its link's name."""
    groups: dict[str, list[MenuLink]] = {}
    for link in menu_links:
        groups.setdefault(link.group or link.label, []).append(link)
    return [
        MenuGroup(word if len(behind) > 1 else behind[0].label, tuple(behind))
        for word, behind in groups.items()
    ]


def menu_links(user: User, path: str) -> list[MenuLink]:
    """List the places of this person, with the place of the path marked."""
    entries = [(entry, reverse(entry.url_name)) for entry in ENTRIES if entry.is_for(user)]
    belongs = {url: entry.also for entry, url in entries}
    shown = [(entry.label, url, entry.purpose, entry.group) for entry, url in entries]
    return _links_with_current(shown, path, belongs)


def public_links(path: str) -> list[MenuLink]:
    """List the public pages, with the one the path belongs to marked."""
    entries = [(gettext(label), reverse(name), "", "") for label, name in PUBLIC_ENTRIES]
    return _links_with_current(entries, path)


def front_address() -> str:
    """Return the public front page's address in the language in use."""
    return reverse("dashboard:front")


def _links_with_current(
    entries: list[tuple[str, str, str, str]],
    path: str,
    belongs: Mapping[str, tuple[str, ...]] | None = None,
) -> list[MenuLink]:
    front = front_address()
    own = {url: url for _, url, *_ in entries if path == url or url != front}
    own |= {also: url for url, others in (belongs or {}).items() for also in others}
    around = [start for start in own if path.startswith(start)]
    current = own[max(around, key=len)] if around else ""
    return [MenuLink(label, url, why, url == current, group) for label, url, why, group in entries]
