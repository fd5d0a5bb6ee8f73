"""axe-core on a page: all of it, or once more at another width.

Four fifths of its time go into contrast, which most widths share: at another width of the same page
it judges the contrast of texts whose ink (color, whether they are large, what lies beneath) is new.
"""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
JUDGE = """async again => {
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
    const texts = () => [...document.querySelectorAll('body *')].filter(part =>
        part.checkVisibility() && (part.matches('input, select, textarea') ||
        [...part.childNodes].some(node => node.nodeType === 3 && node.data.trim())));
    const run = async (where, more) => (await axe.run(where,
        {resultTypes: ['violations'], preload: false, ...more})).violations;
    let violations;
    if (again && window.judgedInks) {
        const fresh = texts().filter(part => !window.judgedInks.has(ink(part)));
        violations = await run(document, {rules: {'color-contrast': {enabled: false}}});
        violations.push(...fresh.length
            ? await run({include: fresh}, {runOnly: ['color-contrast']}) : []);
    } else {
        window.judgedInks = new Set();
        violations = await run(document, {});
    }
    if (!violations.some(rule => rule.id === 'color-contrast')) {
        texts().forEach(part => window.judgedInks.add(ink(part)));
    }
    return violations.map(rule => `${rule.id} (${rule.impact}): ${rule.help} at ` +
        JSON.stringify(rule.nodes.slice(0, 5).map(node => node.target)));
}"""


def axe(page: Page, *, again: bool = False) -> list[str]:
    """List axe-core's violations on the page: rule, help and places.

    With `again`, the same page was judged just now at another width.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE)
    return list(page.evaluate(JUDGE, again))
