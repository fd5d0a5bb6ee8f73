"""Twelve more invented interviews, of January 2019, along the second version of the guide."""

from clayton_review.demo.interview_texts import QUESTIONS, DemoInterview

# The questions of the first version in the same words, and three that the first talks asked for.
QUESTIONS_2 = (
    *QUESTIONS[:5],
    "When people deal with officers, how should it end?",
    *QUESTIONS[5:],
    "Which one rule or habit would you change tomorrow?",
    "What should we leave out, so that no one can tell it was you?",
)

VOICES_JANUARY = (
    DemoInterview("resident", "group_label", "2019-01-08", "in_person", {
        0: "Nine years in the Davis Place area, two children in school.",
        1: "> I wave at the patrol car and it waves back. My neighbor does not get the wave. "
           "#trust/fairness",
        2: "One: a broken taillight in October.",
        3: "> She said good evening, then the reason, then asked for my license. In that order. "
           "#reason-given",
        4: "That was how it should be. It took four minutes.",
        5: "> The same way it began: she told me we were done and to drive safely. #free-to-leave",
        6: "Good for both sides, if somebody looks at the recordings. #cameras",
        7: "!ask the school district about the crossing at the middle school",
        8: "> The reason first, before the license. It costs one sentence. #reason-given",
        9: "The street, and the age of the children.",
    }),
    DemoInterview("resident", "no_label", "2019-01-08", "phone", {
        0: "Twenty-two years.",
        1: "Safe, though the garage downtown is dark at night. #safety",
        3: "Wrote a complaint in 2016 about the tone of an officer at a traffic light.\n"
           "> I got a letter that it was closed. It did not say what anybody had found. "
           "#complaints",
        4: "> Tell me what you looked at, and what you concluded. Two sentences. #complaints",
        6: "No opinion.",
        8: "Answer letters within a month.",
        9: "Nothing. Write it down.",
    }),
    DemoInterview("student", "group_label", "2019-01-09", "in_person", {
        0: "Third year, plays in the band, walks everywhere.",
        1: "> We have a rule: nobody walks back from the MetroLink alone, and not because of "
           "crime. #safety",
        3: "Asked for ID on Forsyth in September with ((three teammates, by name)).\n"
           "> He asked where we were coming from before he said hello. #contact/tone",
        4: "Say hello. Say why. #reason-given",
        5: "> He just got back into the car. We stood there for another minute. #free-to-leave",
        6: "Yes. And let us ask for our own recording. #cameras",
    }),
    DemoInterview("student", "not_quoted", "2019-01-09", "video", {
        0: "Graduate student, second year.",
        2: "None in Clayton.",
        3: "Heard about July from the orientation group; avoids the area at night since. #trust",
        7: "The office for international students.",
    }),
    DemoInterview("business", "group_label", "2019-01-10", "in_person", {
        0: "Manages a hotel desk, works nights.",
        2: "Calls twice a month.",
        3: "> They come quickly, and they talk to the guest as if he had already done it. "
           "#contact/tone",
        4: "> Ask us what we saw with our own eyes and what we only heard. #description",
        5: "With the guest, not over his head.",
        6: "We have cameras ourselves. Nobody asked for ours in July. #cameras",
    }),
    DemoInterview("resident", "group_label", "2019-01-14", "in_person", {
        0: "Six years; came from El Salvador. Interview held in Spanish, notes in English.",
        1: "Safe at home. Careful in the car.",
        3: "> I signed a paper that I could not read, because he was waiting. #service/language",
        4: "> Somebody on the phone who speaks Spanish. Five minutes would be enough. "
           "#service/language",
        5: "> With a card that has a number on it. #free-to-leave",
        7: "The women of the Saturday group at the parish.",
    }, language="es"),
    DemoInterview("officer", "no_label", "2019-01-15", "study_office", {
        0: "Between five and ten years, patrol.",
        2: "Eight to ten contacts a shift.",
        3: "> Dispatch gives me three words and I have forty seconds. #description",
        4: "> If the first description is thin, say over the air that it is thin. #description",
        5: "Has said \"you are free to go\" since the fall, on his own. #free-to-leave",
        6: "Wants a policy before the camera, not after. #cameras",
        7: "!ask dispatch how the July description was worded",
    }),
    DemoInterview("officer", "group_label", "2019-01-15", "study_office", {
        0: "More than fifteen years, supervises a shift.",
        3: "> I can look up every ticket a man wrote. I cannot look up whom he stopped and let go. "
           "#data",
        4: "> Count the stops that end with nothing. That is where trust is made or lost. "
           "#data #trust",
        5: "With a name and a reason. It costs ten seconds. #free-to-leave",
        6: "In favor. Somebody must have time to review. #department/staffing",
    }),
    DemoInterview("civilian", "group_label", "2019-01-16", "study_office", {
        0: "Front desk and records.",
        2: "Every person who walks in.",
        3: "> People arrive with a complaint and ask me which form. There are three. #complaints",
        4: "> One form, one page, in two languages. #complaints #service/language",
        6: "Worried about who will answer all the requests for recordings. #cameras",
    }),
    DemoInterview("civilian", "not_quoted", "2019-01-16", "study_office", {
        0: "Dispatch, several years.",
        3: "Descriptions come from the caller; there is no time to ask back on busy nights. "
           "#description #department/staffing",
        4: "Two people on the desk after eleven. #department/staffing",
    }),
    DemoInterview("community", "group_label", "2019-01-17", "in_person", {
        0: "Leads a congregation with members in Clayton and University City.",
        1: "Our members plan their evenings around which way they drive home. #trust/fairness",
        3: "> The chief came and listened for an hour. Nobody told us what came of it. #trust",
        4: "> Come back. That is all. Come back and say what you did. #service/presence",
        7: "The barber on Hanley.",
    }),
    DemoInterview("official", "on_record", "2019-01-22", "in_person", {
        0: "Serves in the city's finance department.",
        3: "> We budgeted for the cameras. We did not budget for the people who must review what "
           "they record. #cameras #department/staffing",
        4: "A yearly line for training and review. #department/training",
    }, office="Finance department"),
)  # fmt: skip
