"""Walks the portal as one person: every page a link leads to, judged at three widths."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import APIResponse, BrowserContext, Page

from tests.axe import axe
from tests.browser import IN_ORDER, WIDTHS, overflow
from tests.journeys.walks.camera import Camera

SMALLEST_TEXT = 14
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"', re.IGNORECASE)
PART = re.compile(r'<(\w+)\b(?:[^>]*?\bclass="([^"]*)")?(?:[^>]*?\btype="(\w+)")?')
LEFT_ALONE = {"account_logout"}
LOOK = """SMALLEST => {
    const shown = [...document.querySelectorAll('body *')].filter(part =>
        !part.closest('.visually-hidden, svg') && part.checkVisibility() &&
        [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    const size = part => parseFloat(getComputedStyle(part).fontSize);
    const isClipped = part => part.clientWidth > 1 && part.scrollWidth > part.clientWidth + 1 &&
        ['hidden', 'clip'].includes(getComputedStyle(part).overflowX);
    return {
        title: document.title.trim(),
        headings: document.querySelectorAll('h1').length,
        small: shown.filter(part => size(part) < SMALLEST)
            .map(part => `${size(part)} px: ${part.textContent.trim().slice(0, 40)}`),
        rows: [...document.querySelectorAll('tr')].filter(row => row.checkVisibility() &&
            getComputedStyle(row.closest('table')).display === 'table' &&
            getComputedStyle(row).display !== 'table-row').map(row => row.className),
        clipped: shown.filter(isClipped).map(part => part.textContent.trim().slice(0, 40)),
        astray: [...document.querySelectorAll('a[href^="#"]')]
            .filter(link => link.hash && !document.getElementById(link.hash.slice(1)))
            .map(link => link.hash),
    };
}"""


@dataclass(frozen=True)
class CrawledPage:
    """A page that a link leads to."""

    path: str
    name: str  # of its URL pattern, with its language
    body: str

    @property
    def parts(self) -> set[tuple[str, ...]]:
        """The kinds of parts its content is made of."""
        return set(PART.findall(self.body.partition("<main")[2]))


@dataclass
class CrawlReport:
    """Violations, and the number of pages judged at each width."""

    problems: list[str] = field(default_factory=list)
    walked: set[str] = field(default_factory=set)  # the people whose walk has come to its end
    visited: set[str] = field(default_factory=set)
    judged: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    pages: dict[str, dict[str, int]] = field(default_factory=dict)
    camera: Camera = field(default_factory=Camera)

    def is_new(self, crawled: CrawledPage) -> bool:
        """True if no page of this pattern has shown all these kinds of parts before."""
        known = self.judged.get(crawled.name)
        self.judged[crawled.name] = crawled.parts | (known or set())
        return known is None or not crawled.parts <= known

    def note(self, who: str, page: str, width: int, violations: list[str]) -> None:
        """Keep the number of violations of one page at one width."""
        counts = self.pages.setdefault(f"{who} {page}", {})
        counts[str(width)] = counts.get(str(width), 0) + len(violations)
        self.problems += [f"{who} {page} at {width}: {violation}" for violation in violations]


def pattern(path: str) -> str:
    """The name of the URL pattern of a path; empty when none fits."""
    language = "es" if path.startswith("/es/") else "en"
    with translation.override(language):
        try:
            match = resolve(path)
        except Resolver404:
            return ""
    return f"{match.view_name} es" if language == "es" else match.view_name


def pages(
    context: BrowserContext, starts: list[str], report: CrawlReport, n_objects: int
) -> Iterator[CrawledPage]:
    """Follow links from the starts, breadth first; so many objects of each pattern."""
    waiting, seen, n_visits = deque(starts), set(starts), Counter[str]()
    while waiting:
        path = waiting.popleft()
        name = pattern(urlsplit(path).path)
        if not name or name in LEFT_ALONE or n_visits[name] >= n_objects:
            continue
        n_visits[name] += 1
        report.visited.add(name)
        answer = context.request.get(path)  # no script has a hand in this answer
        if answer.status >= 400:
            report.problems.append(f"{answer.status} for {path}, which a link leads to")
            continue
        if not _is_page(answer):
            continue
        body = answer.text()
        yield CrawledPage(path, name, body)
        for link in _ends_first(links(answer.url, body)):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def _ends_first(addresses: list[str]) -> list[str]:
    """First, last, second, last but one: a list's ends differ more than its neighbors."""
    places = range(len(addresses))
    return [
        addresses[place // 2] if place % 2 == 0 else addresses[-1 - place // 2] for place in places
    ]


def _is_page(answer: APIResponse) -> bool:
    is_html = answer.headers.get("content-type", "").startswith("text/html")
    return is_html and not answer.headers.get("content-disposition", "").startswith("attachment")


def links(base: str, body: str) -> list[str]:
    """The paths (with query) of the page's links to the same host."""
    here = urlsplit(base)
    targets = [urlsplit(urljoin(base, unescape(href))) for href in LINK.findall(body)]
    same = [parts for parts in targets if (parts.scheme, parts.netloc) == here[:2]]
    return [parts.path + (f"?{parts.query}" if parts.query else "") for parts in same]


def judge(page: Page, who: str, name: str, report: CrawlReport) -> None:
    """Judge the page as it stands at each width: axe, overflow, text size, title, heading."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        violations = axe(page, again=width != WIDTHS[0], judged=IN_ORDER)
        looks = page.evaluate(LOOK, SMALLEST_TEXT)
        violations += [f"text of {small}" for small in looks["small"][:3]]
        violations += [f"clipped: {text}" for text in looks["clipped"][:3]]
        violations += [f"a row of class {row!r} leaves its table" for row in looks["rows"]]
        violations += [f"the link {target} leads nowhere" for target in looks["astray"]]
        if (wide := overflow(page)) > 0:
            violations.append(f"sticks out by {wide} px")
        if not looks["title"] or looks["headings"] != 1:
            violations.append(f"title {looks['title']!r}, {looks['headings']} first headings")
        report.note(who, name, width, violations)
        report.camera.take(page, who, name, width)
