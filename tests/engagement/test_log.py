"""The one-minute log: time, miles and expenses, with a photo that gives nobody's place away."""

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from clayton_review.accounts.models import User
from clayton_review.documents.selectors import content_of
from clayton_review.engagement.actions import receipt_photos
from clayton_review.engagement.models import Expense
from tests.engagement import factories

As = Callable[[User], Client]
pytestmark = pytest.mark.django_db
PLACE = b"38.6426 N 90.3237 W"


def photo(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture on its side, with the place it was taken in every drawer that can hold one."""
    exif = Image.Exif()
    exif[0x0112] = 6  # orientation: turn a quarter
    exif[0x010E] = PLACE.decode()
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    extra: dict[str, Any] = {"comment": PLACE} if kind == "JPEG" else {}
    Image.new("RGB", size, "white").save(out, kind, exif=exif, **extra)
    return out.getvalue()


def cost(**changes: Any) -> dict[str, Any]:
    return {
        "record_id": str(uuid.uuid4()),
        "amount": "18.40",
        "task": "travel",
        "description": "Parking",
        "incurred_on": "11/05/2018",
        **changes,
    }


def test_hours_are_logged_with_one_tap_twice_and_stand_below(
    as_: As, lead: User, consultant: User
) -> None:
    factories.hourly_rate(by=lead, person=consultant, amount="160")
    client = as_(consultant)
    typed = cost(hours="1:30", description="Two interviews", task="interviews")
    first, second = (client.post("/engagement/log/time/", typed) for _ in range(2))
    assert first.status_code == second.status_code == 302
    entry = Expense.objects.get()
    assert (str(entry.hours), str(entry.amount), entry.kind) == ("1.50", "240.00", "fee")
    page = client.get(first["Location"]).content.decode()
    assert "1.5 hours ($240 in fees), 0 miles, $0 to be reimbursed" in page
    assert f"{entry.reference} was saved: 1.5 hours, interviews and dialogues." in page
    assert f"/engagement/expenses/{entry.reference}/edit/" in page
    assert "checked" in page
    typed = {**typed, "hours": "2", "revision": "1", "spent_by": str(consultant.pk)}
    edit = f"/engagement/expenses/{entry.reference}/edit/"
    assert client.get(edit).status_code == 200
    assert client.post(edit, typed).status_code == 302
    entry.refresh_from_db()
    assert str(entry.amount) == "320.00"


def test_miles_are_logged_at_the_rate_of_the_day(as_: As, lead: User) -> None:
    factories.mileage_rate(by=lead)
    client = as_(lead)
    page = client.get("/engagement/log/mileage/?day=2018-11-05").content.decode()
    assert "$0.545" in page
    assert client.post("/engagement/log/mileage/", cost(miles="10")).status_code == 302
    assert str(Expense.objects.get().amount) == "5.45"


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_kept_upright_and_without_its_place(kind: str, as_: As, lead: User) -> None:
    uploaded = photo(kind)
    assert PLACE in uploaded
    client = as_(lead)
    name = f"receipt.{'jpg' if kind == 'JPEG' else 'png'}"
    sent = cost(receipt=SimpleUploadedFile(name, uploaded))
    assert client.post("/engagement/log/expense/", sent).status_code == 302
    entry = Expense.objects.get()
    assert entry.receipt is not None
    stored = content_of(entry.receipt)
    assert PLACE not in stored
    with Image.open(io.BytesIO(stored)) as picture:
        assert not picture.getexif()
        assert picture.size == (40, 60)
        assert not {"comment", "exif", "xmp"} & picture.info.keys()
    answer = client.get(f"/engagement/expenses/{entry.reference}/receipt/")
    assert answer.content == stored


def test_without_the_redrawing_the_place_would_be_kept(
    as_: As, lead: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sabotage: only the redrawing takes the place out."""
    monkeypatch.setattr(receipt_photos, "redrawn", lambda content: content)
    sent = cost(receipt=SimpleUploadedFile("receipt.jpg", photo()))
    as_(lead).post("/engagement/log/expense/", sent)
    receipt = Expense.objects.get().receipt
    assert receipt is not None
    assert PLACE in content_of(receipt)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\0\0\0\x18ftypheic" + bytes(40), "Most Compatible"),
        (photo()[:200], "cannot read this photo"),
        (b"\xff\xd8\xff" + bytes(500), "cannot read this photo"),
        (b"GIF89a" + bytes(40), "This is not a photo. Choose a JPEG or PNG."),
        (b"Overtime of November", "This is not a photo. Choose a JPEG or PNG."),
        (b"%PDF-1.7", "This is not a photo. Choose a JPEG or PNG."),
    ],
)
def test_a_photo_that_cannot_be_kept_is_told_and_nothing_is_recorded(
    content: bytes, words: str, as_: As, lead: User
) -> None:
    sent = cost(receipt=SimpleUploadedFile("receipt.jpg", content))
    answer = as_(lead).post("/engagement/log/expense/", sent)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Expense.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"hours": "0"}, {"hours": "24.01"}, {"hours": "-1"}, {"hours": "1:75"}, {"hours": "NaN"},
        {"hours": "\0"}, {"hours": "1" * 5_000}, {"hours": "²:30"}, {"task": "golf"},
        {"incurred_on": "02/30/2018"}, {"incurred_on": "01/01/2150"}, {"description": "x" * 501},
        {"record_id": "none"}, {"description": "\0"},
    ],
)  # fmt: skip
def test_hostile_hours_get_a_sentence(typed: dict[str, str], as_: As, lead: User) -> None:
    factories.hourly_rate(by=lead)
    answer = as_(lead).post("/engagement/log/time/", {**cost(hours="1"), **typed})
    assert answer.status_code == 422
    assert "Error:" in answer.content.decode()


@pytest.mark.parametrize("typed", ["23,40", "1,23", "1234,567", "1,23,456", "1.234,50", ","])
def test_a_comma_that_parts_no_thousands_is_refused(typed: str, as_: As, lead: User) -> None:
    answer = as_(lead).post("/engagement/log/expense/", cost(amount=typed))
    assert answer.status_code == 422
    assert "Write cents after a decimal point: 23.40." in answer.content.decode()
    assert not Expense.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"), [("1,234.50", "1234.50"), ("$ 12,345", "12345.00"), ("23.4", "23.40")]
)
def test_thousands_may_be_parted(typed: str, stored: str, as_: As, lead: User) -> None:
    assert as_(lead).post("/engagement/log/expense/", cost(amount=typed)).status_code == 302
    assert str(Expense.objects.get().amount) == stored


def test_each_form_starts_with_the_task_of_its_own_last_entry(
    as_: As, lead: User, consultant: User
) -> None:
    factories.hourly_rate(by=lead, person=consultant, amount="160")
    client = as_(consultant)
    client.post("/engagement/log/time/", cost(hours="1", task="interviews"))
    client.post("/engagement/log/expense/", cost(task="travel"))
    chosen = client.get("/engagement/log/time/").context["form"]["task"]
    assert chosen.initial == "interviews"
    assert client.get("/engagement/log/expense/").context["form"]["task"].initial == "travel"
    assert client.get("/engagement/log/mileage/").context["form"]["task"].initial == ""


def test_a_day_to_come_is_told_beside_the_day(as_: As, lead: User) -> None:
    factories.hourly_rate(by=lead)
    answer = as_(lead).post("/engagement/log/time/", cost(hours="1", incurred_on="01/05/2099"))
    errors = answer.context["form"].errors["incurred_on"]
    assert errors == ["The day cannot be in the future. Enter today or an earlier day."]


def test_unknown_sorts_and_days_do_no_harm(as_: As, lead: User) -> None:
    client = as_(lead)
    assert client.get("/engagement/log/gold/").status_code == 404
    for day in ("x", "9999-12-31", "0001-01-01", "2018-02-30", "-", "٣"):
        assert client.get("/engagement/log/", {"day": day}).status_code == 200
    assert client.get("/engagement/expenses/E-0009/receipt/").status_code == 404


def test_the_calendar_tells_what_is_next_and_is_carried_away(as_: As, lead: User) -> None:
    factories.contract(by=lead)
    client = as_(lead)
    file = client.get("/engagement/calendar.ics")
    lines = file.content.decode().split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert all(len(line.encode()) <= 75 for line in lines)
    assert client.get("/engagement/calendar/").status_code == 200
