"""The demonstration's recommendations are titles of at most three lines on a phone."""

from clayton_review.demo.conclusions import RECOMMENDATIONS
from clayton_review.demo.november_findings import NOVEMBER_RECOMMENDATIONS

MOST = 120  # characters of three lines at 390 pixels, in the smallest size of a title


def test_recommendations_fit_three_lines_of_a_phone() -> None:
    texts = [row.text for row in (*RECOMMENDATIONS, *NOVEMBER_RECOMMENDATIONS)]
    assert [text for text in texts if len(text) > MOST] == []
