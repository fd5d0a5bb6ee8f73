"""A report page with everything a PDF has to carry: tables, chart, links, lists, thread."""

from django.template import engines

PAGE = """{% load portal %}<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>December 2018</title></head><body><main>
<p class="eyebrow">Report 2018-12 · covers December 2018</p>
<h1>Spending is ahead of plan, the survey is on time</h1>
<p class="running-state demo">Demonstration data</p>
<p class="lede">Three findings stand; the Board is asked for one decision.</p>
<ul class="tiles"><li><h2>Budget</h2><p class="says">$46,200 of $158,550 spent</p>
<p class="num">29 percent</p>
{% include "components/state.html" with state="watch" words="Ahead of plan" only %}
{% meter 46200 158550 40000 %}</li>
<li><h2>Interviews</h2><p class="says">12 of 80 held</p><p class="num">15 percent</p></li></ul>
<h2>Budget</h2>
<figure><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 120" width="400" height="120"
 role="img"><title>Spending of $46,200 against a plan of $40,000 by December.</title>
<path d="M10 110 L390 20" fill="none" stroke="#7fb0ab" stroke-width="2" stroke-dasharray="4 3"/>
<path d="M10 110 L200 40" fill="none" stroke="#0d5356" stroke-width="3"/>
<text x="205" y="40" font-family="Public Sans" font-size="12">actual</text></svg>
<figcaption>Fees to date are $46,200, 15 percent above the plan.</figcaption></figure>
<table><caption>Fees by month</caption>
<thead><tr><td></td><th scope="col" class="num">Planned</th>
<th scope="col" class="num">Actual</th></tr></thead>
<tbody><tr><th scope="row">October</th><td class="num">13,000.00</td>
<td class="num">15,100.00</td></tr>
<tr><th scope="row">November</th><td class="num">13,000.00</td><td class="num">15,400.00</td></tr>
</tbody></table>
<h2>Findings</h2><h3>F-0002</h3>
{% thread label="What it stands on" %}
{% knot "words" %}<blockquote>“Nobody told me I could go.”</blockquote>{% endknot %}
{% knot "against" %}General order 41 asks officers to explain the contact.{% endknot %}
{% knot "finding" %}<strong>The rule is missing, not broken.</strong>{% endknot %}
{% knot "recommendation" url="#r3" %}R-0003 to the Chief of Police{% endknot %}{% endthread %}
{% include "components/details.html" with details=details only %}
<h2 id="r3">R-0003</h2><p>See <a href="https://example.org/policy">the policy</a>, as read.</p>
<ol><li>Write the rule.<ul><li>By June 30</li></ul></li><li>Train it.</li></ol>
<dl><dt>Owner</dt><dd>Chief of Police</dd></dl>
<table><caption>Two long tables cross a page</caption>
<thead><tr><th scope="col">Reference</th><th scope="col">Fact</th></tr></thead><tbody>
ROWS</tbody></table></main></body></html>"""


def sample_report() -> str:
    """The page, made with the portal's own components."""
    rows = "".join(
        f'<tr><th scope="row">INC-{n:04}</th><td>Claim {n}: ápice → “quoted”</td></tr>'
        for n in range(60)
    )
    details = [("Owner", "Chief of Police"), ("Due", "June 30, 2019")]
    return engines["django"].from_string(PAGE.replace("ROWS", rows)).render({"details": details})
