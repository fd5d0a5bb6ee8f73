"""Twelve invented interviews: who speaks, with which consent, and what was written down."""

from dataclasses import dataclass

QUESTIONS = (
    "How long have you lived, worked or studied in Clayton?",
    "When do you feel safe here, and when not?",
    "How have you dealt with officers in the last year?",
    "Tell me about the last time you dealt with an officer, from the beginning.",
    "What should have happened?",
    "What do you think of body-worn cameras?",
    "Who else should we talk to?",
)


@dataclass(frozen=True)
class DemoInterview:
    """One invented person and the answers by position of the question (0 is the first)."""

    group: str
    consent: str
    held_on: str
    mode: str
    answers: dict[int, str]
    office: str = ""
    language: str = "en"


VOICES = (
    DemoInterview("student", "group_label", "2018-11-06", "in_person", {
        0: "Second year at the university, lives off campus.",
        1: "Safe by day. At night in a group we keep our voices down near the station.",
        2: "Two contacts since the summer, both on foot.",
        3: "Walking home from the station, about one in the morning.\n"
           "> I showed the receipt and they still walked me back. #trust #reason-given\n"
           "He seemed embarrassed, ((gave the officer's name)) said sorry at the end.\n"
           "> Nobody told me I could go. #free-to-leave",
        4: "> One sentence would have done it: you are free to leave. #free-to-leave",
        5: "For them, if the students can see the recording too. #cameras",
        6: "!ask whether anybody wrote the contact down",
    }),
    DemoInterview("student", "no_label", "2018-11-06", "in_person", {
        0: "First year, from another state.",
        1: "Mostly safe.",
        3: "Stopped with friends near the Galleria.\n"
           "> They were polite, and I was still shaking when I got home. #trust",
        4: "Say what it is about before asking where we were. #reason-given",
        5: "> A camera would have ended the argument about who said what. #cameras",
    }),
    DemoInterview("resident", "group_label", "2018-11-08", "in_person", {
        0: "Thirty-one years on the same street.",
        1: "> I have never felt unsafe here, and I know that not everybody can say that. #safety",
        2: "Called about a break-in in spring; two officers came in five minutes.",
        3: "They explained everything and came back the next week. #service",
        5: "Fine, if there are rules. #cameras",
    }),
    DemoInterview("resident", "group_label", "2018-11-13", "phone", {
        0: "Four years, rents near the center.",
        1: "Less since July; my sons walk that road.",
        3: "> He asked for my license first and told me the reason last. #reason-given",
        4: "> Tell me why, then ask. It is not much. #reason-given",
        5: "Yes, on every stop. #cameras",
        6: "The families at the church on Clayton Road.",
    }),
    DemoInterview("resident", "not_quoted", "2018-11-15", "in_person", {
        0: "Since 2009.",
        3: "Stopped twice in one month in the same car. Felt watched. #trust",
        4: "Somebody should look at who is stopped and why. #data",
    }),
    DemoInterview("resident", "group_label", "2018-11-20", "video", {
        0: "Grew up here, came back.",
        1: "> Quick help when you call, distance when you do not. #service",
        3: "> Nobody said I was free to go, so I stood there. #free-to-leave",
        4: "A card with a number, and a word at the end.",
    }),
    DemoInterview("business", "group_label", "2018-11-27", "in_person", {
        0: "Runs a restaurant on Clayton Road.",
        1: "Unpaid bills happen every week; we call because we are told to.",
        3: "> We gave them clothes to look for, not faces. #description",
        4: "Train our people in what to say on the phone. #description",
    }),
    DemoInterview("community", "no_label", "2018-11-29", "in_person", {
        0: "Works with young people, twelve years.",
        2: "Monthly, at events the department holds. #service",
        3: "> The young ones ask me the same thing: when can I walk away? #free-to-leave",
        5: "Only with a rule for who sees them. #cameras",
    }),
    DemoInterview("resident", "group_label", "2018-12-04", "phone", {
        0: "Two years, speaks Spanish at home.",
        1: "Safe. The window at the station has nobody who speaks Spanish. #service",
        3: "> The officer waited while my daughter translated. He was kind. #service",
    }, language="es"),
    DemoInterview("officer", "not_quoted", "2018-12-06", "study_office", {
        0: "More than ten years with the department.",
        2: "Contacts every shift.",
        3: "The order says to explain the contact. It does not say how to end one. #free-to-leave",
        4: "A sentence we all say. It would help us, too. #free-to-leave",
        5: "Wants them: they protect both sides. #cameras",
    }),
    DemoInterview("officer", "not_quoted", "2018-12-11", "study_office", {
        0: "Under five years.",
        3: "Descriptions over the radio are short: clothing, number, direction. #description",
        4: "More time for the description before the first contact. #description",
        5: "In favor, worried about privacy in homes. #cameras",
    }),
    DemoInterview("official", "on_record", "2018-12-13", "in_person", {
        0: "Serves the city since 2015.",
        3: "Was told of the July contact by a family's complaint. #complaints",
        4: "A complaint should get a written answer by a fixed day. #complaints",
        5: "The program is in the budget for 2019. #cameras",
    }, office="City administration"),
)  # fmt: skip
