"""Fourteen invented stories of residents in two languages, and five invented requests to talk."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DemoStory:
    """One story, the week it came in, and what the team made of it."""

    week: int
    text: str
    part: str = "mine"
    age: str = "adult"
    language: str = "en"
    when: str = ""
    where: str = ""
    wish: str = ""
    work: str = ""
    memo: str = ""
    aside: str = ""


@dataclass(frozen=True)
class DemoTalkRequest:
    """One request to talk; the numbers are set aside for fiction."""

    week: int
    name: str
    reach: str
    best_time: str = ""
    language: str = "en"
    accommodation: str = ""


STORIES = (
    DemoStory(
        1,
        "My mother fell on the ice in our driveway and two officers were there before the "
        "ambulance. One of them held her hand and talked with her about her garden until they "
        "came. He stopped by a week later to ask how she was. I never wrote to thank him, so I am "
        "doing it here.",
        when="February",
        where="At home",
        work="My mother fell on the ice in our driveway and two officers were there before the "
        "ambulance. #service\nHe stopped by a week later to ask how she was. #service",
        memo="Service after a call; the second visit is what stayed.",
    ),
    DemoStory(
        1,
        "I was walking home with my headphones in when a car pulled up next to me. The officer "
        "asked where I was coming from and where I was going. I answered. He asked again. I asked "
        "if I was in trouble and he said that depends. After ten minutes he said have a good "
        "night. I still do not know what it was about. I am 52 years old and I have lived on this "
        "street longer than he has been alive.",
        when="A weeknight in September, about 10",
        where="Two blocks from my house",
        wish="Tell people why you stop them. Tell them when they can go.",
        work="The officer asked where I was coming from and where I was going. #reason-given\n"
        "I asked if I was in trouble and he said that depends. #free-to-leave\n"
        "I have lived on ((this street, 52 years old)) longer than he has been alive. #trust",
        memo="Ten minutes, no reason, no end. The same pattern as in the interviews.",
    ),
    DemoStory(
        1,
        "Llamé a la policía porque entraron a mi carro. Nadie hablaba español y mi hija de diez "
        "años tuvo que traducir por teléfono. Ella no debería tener que explicar esas cosas. El "
        "oficial que vino fue amable y habló despacio.",
        language="es",
        when="En el verano",
        wish="Que haya alguien que hable español, aunque sea por teléfono.",
        work="Nadie hablaba español y mi hija ((de diez años)) tuvo que traducir. #service",
        memo="A child translated. See also the interview with a Spanish-speaking resident.",
    ),
    DemoStory(
        1,
        "This happened in St. Louis City and not in Clayton but nobody there ever called me back "
        "about my stolen bike and I want somebody to know.",
        when="2016",
        where="Tower Grove",
        aside="elsewhere",
    ),
    DemoStory(
        1,
        "BEST PRICES on security cameras for your home and business!!! Visit our site today and "
        "save 70 percent. Limited offer.",
        part="unsaid",
        age="unsaid",
        aside="spam",
    ),
    DemoStory(
        2,
        "I wait tables. When somebody walks out on a check the manager tells us to call. I called "
        "once and gave what I remembered: dark hoodie, white shoes. Twenty minutes later I saw "
        "them stop three boys on the corner and none of them was the guy. I felt sick. Nobody "
        "asked me to come out and look.",
        part="saw",
        when="Last spring",
        where="A restaurant on Clayton Road",
        wish="Ask us more questions before you go looking.",
        work="I called once and gave what I remembered: dark hoodie, white shoes. #description\n"
        "Nobody asked me to come out and look. #description",
        memo="A caller's side of a clothing-only description. Ask the liaison how callers are "
        "questioned.",
    ),
    DemoStory(
        2,
        "im 16 and we were at the park by the library after school, like six of us. the cops came "
        "because somebody called about noise. one was yelling and the other one was like its ok "
        "guys just keep it down. the second one played a game with us after. so it depends who "
        "comes i guess",
        age="minor",
        when="october",
        where="the park",
        wish="more like the second one",
        work="so it depends who comes i guess #trust\n"
        "we were at ((the park by the library, six of us)) after school",
        memo="Under 18. Two officers, two manners, one call.",
    ),
    DemoStory(
        2,
        "I am angry and I have been angry since July. My son is the same age as those boys. He "
        "eats at that restaurant. We have had the talk with him three times now, and each time I "
        "thought I would not have to do it in this town. A letter from the Mayor does not do it. "
        "I want to hear from the officers themselves what they would do differently.",
        part="heard",
        wish="An apology that says what will change.",
        work="We have had the talk with him three times now. #trust\n"
        "I want to hear from the officers themselves what they would do differently. #complaints",
        memo="A parent after July 7. Could be invited to a dialogue by a public notice only.",
    ),
    DemoStory(
        2,
        "I have worked for the city for many years, not in the police. People come to our counter "
        "to complain about officers and we do not have a form, we do not have a name to send them "
        "to, we just say call the station. Most of them do not.",
        part="work",
        work="we do not have a form, we do not have a name to send them to #complaints",
        memo="No way in for complaints at the counter. Compare with the complaint file review.",
    ),
    DemoStory(
        2,
        "Mi hijo y sus amigos caminaban al metro y los pararon. No les hicieron nada malo, pero "
        "les pidieron los nombres a todos y los anotaron. Él no quiere caminar por ahí ya. Yo "
        "quisiera saber dónde quedan esos nombres.",
        part="heard",
        language="es",
        when="Hace como un mes",
        where="Camino a la estación del metro",
        wish="Que expliquen para qué apuntan los nombres y quién los ve.",
        work="les pidieron los nombres a todos y los anotaron #data\n"
        "Yo quisiera saber dónde quedan esos nombres. #data",
        memo="Field contacts: is there a record, and who sees it?",
    ),
    DemoStory(
        3,
        "A patrol car sits at the end of our block most evenings and I like it. I am 78 and I "
        "live alone. The officer waves. I know that for other people it does not feel like that, "
        "my neighbor told me so, and I had never thought about it.",
        when="Most evenings",
        where="Our block",
    ),
    DemoStory(
        3,
        "Got pulled over for a taillight. He came up on the passenger side with his hand on the "
        "gun. Fine, I know the drill: hands on the wheel, yes sir, no sir. He gave me a warning "
        "and was polite. But my daughter was in the back seat and she asked me why he was scared "
        "of us. What do I say to that.",
        when="Just before Christmas",
        where="Hanley Road",
        wish="Say hello first.",
    ),
    DemoStory(
        3,
        "Soy niñera y camino con los niños todos los días. Un oficial siempre nos saluda y se "
        "sabe los nombres de los niños. El otro día me ayudó a cambiar una llanta y no me pidió "
        "papeles ni nada. Gracias a él. Otras personas que trabajan por aquí tienen miedo de "
        "hablarles.",
        language="es",
        where="El parque",
        wish="Que los conozcamos antes de necesitarlos.",
    ),
    DemoStory(
        3,
        "I was there in July, inside, at another table. What I saw through the window: a lot of "
        "police cars and a line of young men who looked cold and polite. What I remember most is "
        "how long it took, and that nobody at our table said anything.",
        part="saw",
        when="July 7",
        where="Clayton Road",
        wish="That I had gone outside.",
    ),
)

CALLERS = (
    DemoTalkRequest(
        1, "Mrs. W.", "314-555-0117", "Mornings, before noon", accommodation="Large print"
    ),
    DemoTalkRequest(1, "Tía Lupe", "314-555-0164", "Después de las seis", "es"),
    DemoTalkRequest(
        2, "J.", "j.after.school@example.org", "Weekends", accommodation="My aunt comes along"
    ),
    DemoTalkRequest(2, "Dee", "314-555-0139", "Text first. I work nights."),
    DemoTalkRequest(3, "A neighbor", "314-555-0188", "Any time", accommodation="No stairs"),
)
