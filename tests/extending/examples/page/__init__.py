"""A new page: the lanterns, for the team."""

from tests.extending.example import Edit, Example

EXAMPLE = Example(
    row="a page",
    folder="page",
    new_files={
        "incidents/views/lanterns.py": "lanterns.py",
        "templates/incidents/lantern_list.html": "lantern_list.html",
    },
    edits=(
        Edit(
            "incidents/urls.py",
            after="urlpatterns = [\n",
            add='    path("lanterns/", lanterns.show, name="lanterns"),\n',
        ),
        Edit(
            "incidents/urls.py",
            before="from incidents.views",
            add="from incidents.views import lanterns\n",
        ),
        Edit(
            "tests/access_matrix.py",
            after='    "start": SIGNED_IN,\n',
            add='    "incidents:lanterns": TEAM,\n',
        ),
    ),
)
