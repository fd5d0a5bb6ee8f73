"""The library as its visitors use it."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.documents import actions
from clayton_review.documents.models import Document, StoredFile
from tests.documents.factories import PDF_BYTES, PNG_BYTES, document, stored_file

pytestmark = pytest.mark.django_db
As = Callable[[User], Client]
CREATE = reverse("documents:create")


def typed(**changes: object) -> dict[str, Any]:
    """Return the posted values of the form that files a document."""
    return {
        "record_id": str(uuid.uuid4()),
        "title": "Letter of September 29",
        "source": "Mayor of Clayton",
        "kind": "letter",
        "published_on": "09/29/2018",
        "url": "https://www.claytonmo.gov/letter",
        "disclosure_class": "public",
        "note": "",
        **changes,
    }


def test_a_document_is_filed_with_its_file_and_opened(consultant: User, as_: As) -> None:
    upload = SimpleUploadedFile("letter.pdf", PDF_BYTES)
    answer = as_(consultant).post(CREATE, typed(upload=upload), follow=True)
    assert answer.redirect_chain == [("/library/D-0001/", 302)]
    page = answer.content.decode()
    for words in ("Letter of September 29", "Mayor of Clayton, September 29, 2018", "letter.pdf"):
        assert words in page


def test_the_same_form_twice_files_one_document(consultant: User, as_: As) -> None:
    form = typed()
    for _ in range(2):
        answer = as_(consultant).post(CREATE, form)
        assert answer.headers["Location"] == "/library/D-0001/"
    assert Document.objects.count() == 1


HOSTILE = [
    ({"title": ""}, "Title"),
    ({"title": "x" * 201}, "Shorten this"),
    ({"title": "a\x00b"}, "null characters"),
    ({"note": "x" * 1_000_000}, "Shorten this"),
    ({"kind": "poem"}, "Choose one from the list"),
    ({"published_on": "02/30/2018"}, "real date"),
    ({"published_on": "01/01/0001"}, "1900 to 2100"),
    ({"url": "javascript:alert(1)"}, "Enter a web address, such as"),
    ({"disclosure_class": "restricted"}, "Choose one from the list"),
    ({"record_id": "1; DROP TABLE documents_document"}, "out of date"),
    ({"upload": SimpleUploadedFile("letter.pdf", PNG_BYTES)}, "PNG image"),
    (
        {"upload": SimpleUploadedFile("page.html", b"<html>")},
        "do not accept this type of file. Send PDF",
    ),
    ({"upload": SimpleUploadedFile("letter.pdf", b"")}, "not empty"),
]


@pytest.mark.parametrize(("change", "words"), HOSTILE)
def test_wrong_input_gets_a_sentence_and_saves_nothing(
    consultant: User, as_: As, change: dict[str, object], words: str
) -> None:
    answer = as_(consultant).post(CREATE, typed(**change))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Document.objects.exists()
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    "title", ["<script>alert(1)</script>", "'); DROP TABLE x; --", "🚓 \u202eevil", "تقرير المدينة"]
)
def test_strange_text_is_kept_as_text(consultant: User, as_: As, title: str) -> None:
    as_(consultant).post(CREATE, typed(title=title))
    assert Document.objects.get().title == title
    page = as_(consultant).get("/library/D-0001/").content.decode()
    assert "<script>alert" not in page


def test_two_writers_see_both_texts(consultant: User, second_consultant: User, as_: As) -> None:
    filed = document(by=consultant)
    url = reverse("documents:edit", args=[filed.reference])
    as_(second_consultant).post(url, typed(title="Theirs", revision=1))
    answer = as_(consultant).post(url, typed(title="Mine", revision=1))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Theirs" in page
    assert 'value="Mine"' in page
    assert 'name="revision" value="2"' in page
    assert Document.objects.get().title == "Theirs"
    as_(consultant).post(url, typed(title="Mine", revision=2))
    assert Document.objects.get().title == "Mine"


def test_amending_keeps_the_file(consultant: User, as_: As) -> None:
    filed = document(by=consultant, file=stored_file(by=consultant))
    url = reverse("documents:edit", args=[filed.reference])
    assert 'value="Letter of September 29"' in as_(consultant).get(url).content.decode()
    as_(consultant).post(url, typed(title="Amended", revision=1))
    filed.refresh_from_db()
    assert filed.title == "Amended"
    assert filed.file is not None


def test_withdrawing_asks_for_a_reason(consultant: User, as_: As) -> None:
    filed = document(by=consultant)
    url = reverse("documents:withdraw", args=[filed.reference])
    assert as_(consultant).post(url, {"revision": 1, "reason": ""}).status_code == 422
    stale = as_(consultant).post(url, {"revision": 2, "reason": "Filed twice"})
    assert f"<dt>Title</dt>\n      <dd>{filed.title}</dd>" in stale.content.decode()
    answer = as_(consultant).post(url, {"revision": 1, "reason": "Filed twice"}, follow=True)
    assert "Filed twice" in answer.content.decode()
    assert "No matching documents" in as_(consultant).get("/library/?q=letter").content.decode()


def test_a_file_is_handed_out_only_to_save_it(consultant: User, as_: As) -> None:
    filed = document(by=consultant, file=stored_file(by=consultant))
    answer = as_(consultant).get(reverse("documents:file", args=[filed.reference]))
    assert answer.content == PDF_BYTES
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_damaged_file_is_not_handed_out(consultant: User, as_: As, settings: Any) -> None:
    filed = document(by=consultant, file=stored_file(by=consultant))
    assert filed.file is not None
    (settings.MEDIA_ROOT / filed.file.path).write_bytes(b"something else")
    answer = as_(consultant).get(reverse("documents:file", args=[filed.reference]))
    assert answer.status_code == 503
    assert b"something else" not in answer.content


@pytest.mark.parametrize("disclosure_class", DisclosureClass.values)
def test_the_public_gets_public_files_and_nothing_else(
    lead: User, client: Client, disclosure_class: str
) -> None:
    filed = document(by=lead, file=stored_file(by=lead), disclosure_class=disclosure_class)
    url = reverse("documents:public_file", args=[filed.reference])
    is_public = disclosure_class == DisclosureClass.PUBLIC
    assert client.get(url).status_code == (200 if is_public else 404)
    actions.withdraw_document(document=filed, revision=1, reason="Filed twice", by=lead)
    assert client.get(url).status_code == 404


def test_a_restricted_document_does_not_exist_for_a_consultant(
    consultant: User, lead: User, as_: As
) -> None:
    filed = document(by=lead, disclosure_class=DisclosureClass.RESTRICTED)
    for name in ("detail", "edit", "withdraw", "file"):
        url = reverse(f"documents:{name}", args=[filed.reference])
        assert as_(consultant).get(url).status_code == 404
    assert as_(lead).get(reverse("documents:detail", args=[filed.reference])).status_code == 200


@pytest.mark.parametrize("reference", ["D-9999", "'", "%00", "x" * 300])
def test_unknown_references_are_not_found(consultant: User, as_: As, reference: str) -> None:
    assert as_(consultant).get(f"/library/{reference}/").status_code in {400, 404}


@pytest.mark.parametrize("n_rows", [1, 50])
def test_the_list_needs_the_same_queries_for_one_row_and_many(
    consultant: User, as_: As, n_rows: int, django_assert_num_queries: Any
) -> None:
    file = stored_file(by=consultant)
    for number in range(n_rows):
        document(by=consultant, title=f"Letter {number}", file=file)
    client = as_(consultant)
    with django_assert_num_queries(4):
        client.get("/library/")


def test_the_list_is_searched_filtered_and_downloaded(consultant: User, as_: As) -> None:
    document(by=consultant, title="The receipts")
    document(by=consultant, title="=cmd()")
    client = as_(consultant)
    page = client.get("/library/?q=receipts&kind=letter").content.decode()
    assert "The receipts" in page
    assert "cmd()" not in page
    sheet = client.get("/library/?format=csv").content.decode()
    assert "'=cmd()" in sheet


def test_the_empty_library_says_what_to_do(consultant: User, as_: As) -> None:
    assert "File the first document" in as_(consultant).get("/library/").content.decode()
