"""The canaries each role may meet, written by hand and not taken from the code.

Words for `EVERYBODY` are there to show that the crawl gets to where things leak.
"""

from clayton_review.accounts.roles import Role

TEAM = frozenset({"consultant", "lead"})
LEAD = frozenset({"lead"})
CITY = TEAM | {"city"}
ASKED = TEAM | {"liaison"}
NOBODY: frozenset[str] = frozenset()
ANYBODY = "anybody"
EVERYBODY = frozenset({ANYBODY, *Role.values})

WHO_MAY_MEET: dict[str, frozenset[str]] = {
    # Words that nobody finds by looking
    "participantname": NOBODY,
    "participantphone": NOBODY,
    "participantemail": NOBODY,
    "passwordword": NOBODY,
    "inviteetoken": NOBODY,
    "linktoken": NOBODY,
    "surveycode": NOBODY,
    # Interviews
    "guidequestion": TEAM,
    "answertext": TEAM,
    "identifyingtext": TEAM,
    "followup": TEAM,
    "notquotedwords": TEAM,
    "unreleasedquote": TEAM,
    "codedefinition": TEAM,
    "contactnote": TEAM,
    "slotplace": TEAM,
    "activitynotes": TEAM,
    "activityname": TEAM,
    "activityquote": TEAM,
    "releasedquote": EVERYBODY,
    # Residents' own stories
    "storywords": TEAM,
    "storywish": TEAM,
    "storymemo": TEAM,
    "waitingstory": NOBODY,
    "talkname": NOBODY,
    "talkreach": NOBODY,
    # Survey
    "ownwords": TEAM,
    "draftquestion": TEAM,
    # Library and incidents
    "restricteddocument": LEAD,
    "restrictednote": LEAD,
    "restrictedfile": LEAD,
    "teamdocument": TEAM,
    "boarddocument": TEAM,
    "publicdocument": EVERYBODY,
    "publicfile": EVERYBODY,
    "restrictedincident": LEAD,
    "teamincident": TEAM,
    "teamclaim": TEAM,
    "restrictedclaim": LEAD,
    "restrictedevent": LEAD,
    "restrictedevidence": LEAD,
    "involvedperson": TEAM,
    # Requests to the city: the team, and whoever is asked
    "askedwords": ASKED,
    "askedanswer": ASKED,
    "teamrequest": TEAM,
    "requestnote": TEAM,
    "receivedpath": TEAM,
    "receivedtext": TEAM,
    "uploadtoken": NOBODY,
    # Findings and recommendations
    "draftfinding": TEAM,
    "signedfinding": TEAM,
    "releasedfinding": EVERYBODY,
    "withdrawnwhy": TEAM,
    "draftrecommendation": TEAM,
    "issuedrecommendation": EVERYBODY,
    "progressnote": CITY,
    "publicnote": EVERYBODY,
    "cityanswer": EVERYBODY,
    "teamcomment": TEAM,
    "versionwhy": TEAM,
    "unreleasedowner": CITY,
    "unreleasedgoal": CITY,
    "evidencenote": TEAM,
    # Reports
    "issuedheadline": EVERYBODY,
    "issuednarrative": EVERYBODY,
    "draftheadline": TEAM,
    "draftnarrative": TEAM,
    "reportcomment": TEAM,
    "warninganswer": TEAM,
    "sentbackwhy": LEAD,
    # People, record, contract
    "inviteename": NOBODY,
    "inviteemail": LEAD,
    "colleaguemail": LEAD,
    "closedwhy": LEAD,
    "expensewords": TEAM,
    "amendmentwhy": TEAM,
}
