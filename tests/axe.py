"""axe-core on a page: all of it, or what another width of its window has changed.

Four fifths of its time go into the contrast of texts. A walk over many pages of one style sheet
judges each ink once: the color of a text, whether it is large, and what lies beneath it.

At another width of the same page axe judges what has come into view, what has lost a part of its
name, what scrolls, and the texts whose ink is new: nothing else of what axe looks at depends on
the width. Parts of one shape (the menu of each page, rows of tables with the same head) are judged
once.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
JUDGE = """async ([again, known, knownShapes]) => {
    const inks = new Set(JSON.parse(known)), shapes = new Set(JSON.parse(knownShapes));
    const nKnown = inks.size, newShapes = [];
    const NAMED = 'a, button, label, summary, h1, h2, h3, h4, h5, h6, [role]';
    const grounds = new Map([[null, '']]);
    const ground = part => {
        if (!grounds.has(part)) {
            const {backgroundColor, backgroundImage, opacity, filter} = getComputedStyle(part);
            const own = [backgroundColor, backgroundImage, opacity, filter].join(' ');
            const isBare = own === 'rgba(0, 0, 0, 0) none 1 none';
            grounds.set(part, (isBare ? '' : `${own}/`) + ground(part.parentElement));
        }
        return grounds.get(part);
    };
    const ink = part => {
        const {color, fontSize, fontWeight, textShadow} = getComputedStyle(part);
        const isLarge = parseFloat(fontSize) >= (fontWeight >= 700 ? 18.66 : 24);
        return [color, isLarge, textShadow, ground(part)].join('|');
    };
    const isText = part => part.matches('input, select, textarea') ||
        [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    const shown = [...document.querySelectorAll('body *')].filter(part => part.checkVisibility());
    const shownNow = new Set(shown);
    const texts = shown.filter(isText);
    const scrollers = shown.filter(part => getComputedStyle(part).overflow !== 'visible' &&
        (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1));
    const hasNewInk = part => !inks.has(ink(part));
    const shape = part => part.outerHTML
        .replace(/>[^<]*[^<\\s][^<]*</g, '>text<')
        .replace(/ (for|href|id|name|value|aria-[a-z]+by|data-[a-z-]+)="[^"]*"/g, ' $1')
        .replace(/ aria-current="page"/g, '')
        .replace(/(<tr\\b[^]*?<\\/tr>\\s*)\\1+/g, '$1');
    const digest = text => [...text].reduce((sum, letter) =>
        (sum * 31 + letter.codePointAt(0)) | 0, text.length);
    const isBroken = element => (element.getAttribute('aria-labelledby') || '').split(/\\s+/)
            .some(id => id && !document.getElementById(id)?.textContent.trim()) ||
        element.hasAttribute('for') && !document.getElementById(element.getAttribute('for'));
    const isNew = (name, text) => {
        const whole = `${innerWidth} ${name} ${digest(text)}`;
        if (shapes.has(whole)) return false;
        shapes.add(whole);
        newShapes.push(whole);
        return true;
    };
    const isNewShape = part => [part, ...part.querySelectorAll('*')].some(isBroken) ||
        isNew(part.tagName, shape(part));
    const hasNewHead = table => !table.tHead || isNew('THEAD', table.className +
        (table.caption ? shape(table.caption) : '') + shape(table.tHead));
    const pieces = part => part.tagName !== 'TABLE' || hasNewHead(part) ? [part]
        : [...part.tBodies].flatMap(body => [...body.rows]);
    const judge = async (where, more) =>
        (await axe.run(where, {resultTypes: ['violations'], preload: false, ...more})).violations;
    let violations = [];
    if (again && window.judgedParts) {
        const fresh = shown.filter(part => !window.judgedParts.has(part));
        const isFresh = new Set(fresh);
        const named = window.shownBefore.filter(part => !part.checkVisibility())
            .map(part => part.parentElement?.closest(NAMED)).filter(part => shownNow.has(part));
        const changed = new Set([
            ...fresh.filter(part => !isFresh.has(part.parentElement)), ...named,
        ]);
        const include = [
            ...[...new Set([...changed].flatMap(pieces))].filter(isNewShape),
            ...texts.filter(hasNewInk),
        ];
        violations = include.length ? await judge({include}, {}) : [];
        const scrolling = scrollers.filter(part => !window.judgedScrollers.has(part));
        violations.push(...scrolling.length
            ? await judge({include: scrolling}, {runOnly: ['scrollable-region-focusable']}) : []);
    } else if (nKnown) {
        const include = texts.filter(hasNewInk);
        violations = await judge(document, {rules: {'color-contrast': {enabled: false}}});
        violations.push(...include.length
            ? await judge({include}, {runOnly: ['color-contrast']}) : []);
    } else {
        violations = await judge(document, {});
    }
    window.judgedParts = new Set([...again && window.judgedParts || [], ...shown]);
    window.judgedScrollers = new Set(scrollers);
    window.shownBefore = shown;
    if (!violations.some(rule => rule.id === 'color-contrast')) {
        texts.forEach(part => inks.add(ink(part)));
    }
    return [violations.map(rule => `${rule.id} (${rule.impact}): ${rule.help} at ` +
        JSON.stringify(rule.nodes.slice(0, 5).map(node => node.target))),
        [...inks].slice(nKnown), newShapes];
}"""


@dataclass
class Judged:
    """Inks and shapes of parts that axe has judged on pages with the same style sheet."""

    inks: set[str] = field(default_factory=set)
    shapes: set[str] = field(default_factory=set)


def axe(page: Page, *, again: bool = False, judged: Judged | None = None) -> list[str]:
    """List what axe-core finds wrong on the page as it stands: rule, help and places.

    With `again`, the same page was judged just now at another width. Inks of good contrast and the
    shapes of parts are added to `judged`; neither is looked at again.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    judged = judged or Judged()
    known = [again, json.dumps(list(judged.inks)), json.dumps(list(judged.shapes))]
    violations, inks, shapes = page.evaluate(JUDGE, known)
    judged.inks.update(inks)
    judged.shapes.update(shapes)
    return list(violations)
