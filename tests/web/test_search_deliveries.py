"""The team alone finds deliveries, their files and the words in them."""

from clayton_review.accounts.models import User
from clayton_review.documents.actions import undo_intake
from tests.documents import factories as library
from tests.web.test_search import As, titles


def test_deliveries_files_and_the_words_in_them_are_found_by_the_team_alone(
    as_: As, consultant: User, liaison: User
) -> None:
    asked = library.asked(by=consultant, addressee=liaison)
    intake = library.finished_intake(
        {"policy/zeppelins.txt": b"The quagmire of July."}, by=consultant, request=asked
    )

    assert titles(consultant, "quagmire") == ["CLY-000001, page 1"]
    assert titles(consultant, "zeppelins") == ["CLY-000001 · policy/zeppelins.txt"]
    for typed, url in (
        ("CLY-000001", "/received/CLY-000001/"),
        ("cly-1", "/received/CLY-000001/"),
        (intake.reference, intake.get_absolute_url()),
    ):
        assert as_(consultant).get("/search/", {"q": typed}).headers["Location"] == url
        assert as_(liaison).get("/search/", {"q": typed}).status_code == 200
    assert titles(liaison, "quagmire") == titles(liaison, "zeppelins") == []


def test_a_delivery_that_was_undone_is_not_found(consultant: User) -> None:
    intake = library.finished_intake({"note.txt": b"The quagmire of July."}, by=consultant)
    undo_intake(intake=intake, reason="Sent twice.", by=consultant)

    assert titles(consultant, "quagmire") == []
