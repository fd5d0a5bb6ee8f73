"""The published sources of the case, and the documents invented for the demonstration."""

from datetime import date

from clayton_review.accounts.models import User
from clayton_review.accounts.roles import DisclosureClass
from clayton_review.demo.times import identity, on
from clayton_review.documents.actions import file_document
from clayton_review.documents.models import Document, DocumentInput, DocumentKind

_OPEN = DisclosureClass.PUBLIC

SOURCES: dict[str, DocumentInput] = {
    "contract article": DocumentInput(
        title="Board approves study of police and community relations",
        source="West End Word",
        kind=DocumentKind.NEWS_REPORT,
        published_on=date(2018, 10, 18),
        url=(
            "https://www.timesnewspapers.com/westendword/news/clayton-policing-solutions-contract-"
            "approved-following-ihop-incident/article_588dbb08-d159-11e8-a495-ef2a9b473287.html"
        ),
        disclosure_class=_OPEN,
        note="The founding document of this study. Its facts come first.",
    ),
    "mayor's letter": DocumentInput(
        title="Public letter of the Mayor on the stop of July 7",
        source="Mayor, City of Clayton",
        kind=DocumentKind.LETTER,
        published_on=date(2018, 9, 29),
        url="https://www.claytonmo.gov/Home/Components/News/News/2472/17",
        disclosure_class=_OPEN,
        note="Posted on the city's website.",
    ),
    "city report": DocumentInput(
        title="City's own report on the stop of July 7",
        source="City of Clayton",
        kind=DocumentKind.CITY_REPORT,
        published_on=date(2018, 9, 29),
        disclosure_class=_OPEN,
        note="Released with the Mayor's letter.",
    ),
    "city manager": DocumentInput(
        title="Statement of the City Manager of July 19",
        source="City Manager, City of Clayton",
        kind=DocumentKind.LETTER,
        published_on=date(2018, 7, 19),
        disclosure_class=_OPEN,
    ),
    "university e-mail": DocumentInput(
        title="Washington University's e-mail on the stop of July 7",
        source="Washington University in St. Louis",
        kind=DocumentKind.UNIVERSITY_STATEMENT,
        disclosure_class=_OPEN,
        note="Asks the police for an apology.",
    ),
    "riverfront times": DocumentInput(
        title="Riverfront Times on the stop of July 7",
        source="Riverfront Times",
        kind=DocumentKind.NEWS_REPORT,
        published_on=date(2018, 7, 16),
        url=(
            "https://m.riverfronttimes.com/newsblog/2018/07/16/"
            "black-wash-u-students-confronted-by-police-suspected-of-ihoping-while-black"
        ),
        disclosure_class=_OPEN,
    ),
    "fox 2": DocumentInput(
        title="Fox 2 broadcast on the stop of July 7",
        source="Fox 2",
        kind=DocumentKind.NEWS_REPORT,
        disclosure_class=_OPEN,
    ),
    "student life": DocumentInput(
        title="Student Life on the Mayor's letter and the review of July 7",
        source="Student Life",
        kind=DocumentKind.NEWS_REPORT,
        published_on=date(2018, 10, 4),
        url="https://www.studlife.com/tag/clayton-police-department",
        disclosure_class=_OPEN,
    ),
    "stops 2017": DocumentInput(
        title="Vehicle stops report 2017, Clayton",
        source="Missouri Attorney General",
        kind=DocumentKind.DATA,
        disclosure_class=_OPEN,
        note=(
            "1,120 stops of Black drivers, 29.77% of 3,762; disparity index 3.37. The stop on "
            "July 7 was of people on foot, so it is not in any vehicle-stop file."
        ),
    ),
    "general order": DocumentInput(
        title="General order on field contacts (demonstration text)",
        source="Clayton Police Department",
        kind=DocumentKind.POLICY,
        published_on=date(2016, 3, 1),
        disclosure_class=DisclosureClass.CITY_AND_BOARD,
        is_demonstration=True,
        note="Asks officers to explain a stop. Says nothing about how a stop ends.",
    ),
    "camera plan": DocumentInput(
        title="Draft policy for body-worn cameras (demonstration text)",
        source="Clayton Police Department",
        kind=DocumentKind.POLICY,
        disclosure_class=DisclosureClass.CITY_AND_BOARD,
        is_demonstration=True,
    ),
}


def file_sources(by: User) -> dict[str, Document]:
    """File every source in the library, in the first days of the study or when it is out."""
    filed = {}
    first = date(2018, 10, 15)
    for name, values in SOURCES.items():
        with on(max(first, values.published_on or first).isoformat()):
            filed[name] = file_document(record_id=identity(f"source/{name}"), values=values, by=by)
    return filed
