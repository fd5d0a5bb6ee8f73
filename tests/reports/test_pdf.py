"""The PDF: two standards at once, the same bytes twice, and no way out to other files."""

import logging
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from pikepdf import Name

from clayton_review.reports.printing import fonts
from clayton_review.reports.printing.document import OwnFilesOnly, RefusedAddressError, typeset
from clayton_review.reports.printing.pdf_job import PdfAttachment, PdfJob, from_json, to_json
from clayton_review.reports.printing.pdf_process import STYLESHEET
from clayton_review.reports.printing.standards import elements
from tests.pdf_judge import BrokenRules
from tests.reports.sample_report import sample_report

pytestmark = pytest.mark.long

FIGURES = PdfAttachment("figures.json", b'{"engagement.budget": "46200.00"}', "Every figure")
STATIC = Path(settings.BASE_DIR) / "static"


def job(html: str = "", *, hour: int = 12) -> PdfJob:
    return PdfJob(
        html=html or sample_report(),
        title="Progress report, December 2018",
        language="en-US",
        created_at=datetime(2019, 1, 1, hour, tzinfo=UTC),
        static=str(STATIC),
        stylesheet=STYLESHEET,
        attachments=(FIGURES,),
    )


def printed_pdf(html: str = "", *, hour: int = 12) -> bytes:
    return typeset(job(html, hour=hour))


def test_a_job_arrives_as_it_was_sent() -> None:
    assert from_json(to_json(job())) == job()


@pytest.fixture(scope="module")
def sample() -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(printed_pdf()))


def test_the_same_document_gives_the_same_bytes() -> None:
    assert printed_pdf() == printed_pdf()


def test_another_moment_gives_other_bytes() -> None:
    assert printed_pdf() != printed_pdf(hour=13)


def test_the_file_names_both_standards(sample: pikepdf.Pdf) -> None:
    with sample.open_metadata() as metadata:
        assert metadata["pdfaid:part"] == "3"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == "Progress report, December 2018"


def test_the_file_is_tagged_and_says_its_language(sample: pikepdf.Pdf) -> None:
    assert sample.Root.MarkInfo.Marked
    assert sample.Root.Lang == "en-US"
    assert sample.Root.ViewerPreferences.DisplayDocTitle
    assert Name.StructTreeRoot in sample.Root


def test_every_header_cell_says_what_it_is_the_header_of(sample: pikepdf.Pdf) -> None:
    headers = [e for e, *_ in elements(sample.Root.StructTreeRoot) if e.S == Name.TH]
    scopes = [element.A["/Scope"] for element in headers]

    assert scopes.count(Name.Row) == 62
    assert scopes.count(Name.Column) >= 4
    assert len(sample.Root.StructTreeRoot.IDTree.Kids[0].Names) == 2 * len(headers)


def test_the_chart_has_its_sentence_as_alternative_text(sample: pikepdf.Pdf) -> None:
    charts = [e for e, *_ in elements(sample.Root.StructTreeRoot) if Name.Figure == e.S]
    assert [str(chart.Alt) for chart in charts] == [
        "46,200 of 158,550",
        "Spending of $46,200 against a plan of $40,000 by December.",
    ]


def test_links_are_printed(sample: pikepdf.Pdf) -> None:
    links = [link for page in sample.pages for link in page.get("/Annots", [])]
    assert links
    assert all(int(link.F) & 4 for link in links)


def test_the_figures_travel_inside(sample: pikepdf.Pdf) -> None:
    assert sample.attachments["figures.json"].get_file().read_bytes() == FIGURES.content
    assert all(file.AFRelationship == Name.Data for file in sample.Root.AF)


def test_paper_is_letter(sample: pikepdf.Pdf) -> None:
    assert [float(edge) for edge in sample.pages[0].MediaBox] == [0, 0, 612, 792]


def test_all_fonts_are_embedded_and_ours_are_used(sample: pikepdf.Pdf) -> None:
    embedded = [thing for thing in sample.objects if _is_font(thing)]
    names = {str(font.FontName).split("+")[1] for font in embedded}
    assert all(Name.FontFile2 in font or Name.FontFile3 in font for font in embedded)
    assert {"Public-Sans", "Source-Serif-4-Semi-Bold"} <= names


def test_the_fonts_of_the_print_are_cut_from_those_of_the_pages() -> None:
    cuts = dict(fonts.cut())
    assert {path.name: path.read_bytes() for path in fonts.PRINT.iterdir()} == cuts


def _is_font(thing: object) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == Name.FontDescriptor


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "file://host/static/css/report.css",
        "file:///static/../manage.py",
        "file:///static/%2e%2e/manage.py",
        "file:///static/css",
        "file:///static/no-such-file.css",
        "file:///static/a%00b",
        "http://localhost:8000/",
        "https://example.org/x.png",
        "ftp://example.org/x",
        "FILE:///etc/hostname",
    ],
)
def test_nothing_but_own_static_files_can_be_fetched(address: str) -> None:
    with pytest.raises(RefusedAddressError):
        OwnFilesOnly(STATIC).fetch(address)


def test_own_static_files_and_inline_data_can_be_fetched() -> None:
    fetcher = OwnFilesOnly(STATIC)
    assert b"@page" in fetcher.fetch("file:///static/css/report.css").read()
    assert b"@page" in fetcher.fetch((STATIC / "css/report.css").as_uri()).read()
    assert fetcher.fetch("data:text/plain,hello").read() == b"hello"


def test_a_link_out_of_the_static_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "open.txt").symlink_to(tmp_path / "secret.txt")
    with pytest.raises(RefusedAddressError):
        OwnFilesOnly(tmp_path / "static").fetch("file:///static/open.txt")


def test_a_hostile_document_reads_no_file(caplog: pytest.LogCaptureFixture) -> None:
    hostile = (
        '<html lang="en"><head><title>x</title><link rel="stylesheet" href="file:///etc/passwd">'
        '<link rel="attachment" href="file:///etc/passwd"></head><body><h1>x</h1>'
        '<img src="file:///etc/passwd" alt="x"><object data="file:///etc/passwd"></object>'
        '<a rel="attachment" href="file:///etc/passwd">x</a></body></html>'
    )
    with caplog.at_level(logging.ERROR, "weasyprint"):
        content = printed_pdf(hostile)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert list(pdf.attachments) == ["figures.json"]
        streams = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream)]
        assert not any(b"root:" in _bytes(stream) for stream in streams)
    assert "only own static files" in caplog.text


def test_headings_that_skip_a_level_and_empty_tables_are_mended() -> None:
    html = (
        '<html lang="en"><head><title>x</title></head><body><h1>A</h1><h3>B</h3><h4>C</h4>'
        "<h2>D</h2><table><caption>none</caption><thead><tr></tr></thead><tbody> </tbody></table>"
        "</body></html>"
    )
    with pikepdf.open(BytesIO(printed_pdf(html))) as pdf:
        tags = [str(e.S) for e, *_ in elements(pdf.Root.StructTreeRoot)]
    assert [tag for tag in tags if tag[:2] == "/H"] == ["/H1", "/H2", "/H3", "/H2"]
    assert "/Table" not in tags


@pytest.mark.parametrize(
    "item",
    [
        '<span>One</span><span style="display: flex"><span>Two</span><span>Three</span></span>',
        "<p>One <span>Two</span> <span>Three</span></p>",
    ],
    ids=["a row below its text", "a paragraph"],
)
def test_all_that_a_list_item_holds_belongs_to_its_body(item: str) -> None:
    html = f'<html lang="en"><head><title>x</title></head><body><ul><li>{item}</li></ul></body>'
    with pikepdf.open(BytesIO(printed_pdf(html))) as pdf:
        (tag,) = [e for e, *_ in elements(pdf.Root.StructTreeRoot) if e.S == "/LI"]
        label, body = tag.K
        assert (str(label.S), str(body.S)) == ("/Lbl", "/LBody")
        assert [str(e.S) for e, *_ in elements(body)].count("/Span") >= 3


def _bytes(stream: pikepdf.Stream) -> bytes:
    return bytes(stream.read_bytes())


@pytest.mark.soak  # `test_real_pdf` judges whole reports every time
def test_verapdf_finds_the_sample_to_be_pdf_a_3a_and_pdf_ua_1(
    tmp_path: Path, broken_rules: BrokenRules
) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(printed_pdf())
    assert broken_rules(file, "3a", "ua1") == ""


@pytest.mark.soak
def test_verapdf_sees_the_finishing_touches_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken_rules: BrokenRules
) -> None:
    """Sabotage: without `finish` the validator turns red."""
    monkeypatch.setattr("clayton_review.reports.printing.document.finish", lambda content: content)
    file = tmp_path / "report.pdf"
    file.write_bytes(printed_pdf())
    assert "ua1 compliant=false" in broken_rules(file, "ua1")
