"""The short resident survey of the demonstration, and the invented residents who answer it."""

import random
from dataclasses import dataclass

from surveys.question_types import Answer

NOTATION = """
title: Clayton and its police | Clayton y su policía
why: The Board of Aldermen wants to know how residents and police get on. Your answers show what works and what does not. | El Concejo quiere saber cómo se llevan los residentes y la policía. Sus respuestas muestran lo que funciona y lo que no.
readers: Three consultants of 21CPS read the answers. The Board and the public see totals only, and never groups so small that somebody could be recognized. | Tres consultores de 21CPS leen las respuestas. El Concejo y el público ven solo totales, y nunca grupos tan pequeños que se pueda reconocer a alguien.
thanks: Thank you. The results appear in the monthly report to the Board. | Gracias. Los resultados aparecen en el informe mensual al Concejo.
sponsor: City of Clayton, Board of Aldermen; conducted by 21CPS | Ciudad de Clayton, Concejo; realizada por 21CPS
minutes: 4
phone: 314-555-0142
== You and Clayton | Usted y Clayton
? trust agreement: Clayton police officers treat people like me fairly. | Los agentes de policía de Clayton tratan con justicia a personas como yo.
? listen agreement: When people talk to a Clayton officer, the officer listens. | Cuando la gente habla con un agente de Clayton, el agente escucha.
? safe choice: How safe do you feel walking in Clayton after dark? | ¿Qué tan seguro se siente al caminar por Clayton de noche?
- very: Very safe | Muy seguro
- rather: Rather safe | Bastante seguro
- not_very: Not very safe | Poco seguro
- not_at_all: Not safe at all | Nada seguro
== Contact with officers | Contacto con agentes
? stopped choice: In the last 12 months, has a Clayton officer stopped you, on foot or in a car? | En los últimos 12 meses, ¿lo ha detenido un agente de Clayton, a pie o en auto?
- yes: Yes | Sí
- no: No | No
? reason choice: The last time an officer stopped you, did the officer say why? | La última vez que un agente lo detuvo, ¿le dijo por qué?
hint: In the last 12 months, on foot or in a car. | En los últimos 12 meses, a pie o en auto.
- understood: Yes, and I understood the reason | Sí, y entendí el motivo
- no_sense: Yes, but it did not make sense to me | Sí, pero no me pareció lógico
- no: No | No
~ not_stopped: I was not stopped | No me detuvieron
? cameras agreement: Officers should wear cameras during every contact. | Los agentes deberían llevar cámaras en todo contacto.
== In your words | En sus palabras
? change text: What one thing should change between the police and the people of Clayton? | ¿Qué única cosa debería cambiar entre la policía y la gente de Clayton?
hint: Leave out names. You can skip this question. | No escriba nombres. Puede omitir esta pregunta.
""".strip()  # noqa: E501  # one question a line, as a consultant types it

_WISHES = (
    "Officers should say when somebody is free to go.",
    "More officers on foot who know the street.",
    "Nothing, I have only had good experiences.",
    "Explain the reason for a stop in one plain sentence.",
    "Cameras, and a rule for who may see the recordings.",
    "Come to our school when nothing has happened.",
    "Answer complaints in writing and in weeks, not months.",
    "Que alguien hable español en la ventanilla.",
    "Treat young people waiting for the train like everybody else.",
    "Keep the quick response, it is the best thing about Clayton.",
)


@dataclass(frozen=True)
class _Leaning:
    """How one part of the invented residents tends to answer: weights of the steps 1 to 5."""

    share: float
    trust: tuple[int, ...]
    cameras: tuple[int, ...]
    stopped: float
    told_why: tuple[int, ...]


_LEANINGS = (
    _Leaning(0.62, (3, 6, 13, 45, 33), (3, 6, 18, 38, 35), 0.11, (64, 20, 16)),
    _Leaning(0.24, (9, 17, 22, 37, 15), (2, 4, 12, 40, 42), 0.19, (45, 29, 26)),
    _Leaning(0.14, (24, 28, 20, 21, 7), (1, 3, 8, 32, 56), 0.36, (27, 32, 41)),
)


def sheets(n: int, *, seed: int) -> list[dict[str, Answer]]:
    """`n` invented answer sheets; the same seed gives the same sheets."""
    chance = random.Random(seed)  # noqa: S311  # invented data, not a secret
    return [_sheet(chance) for _ in range(n)]


def _sheet(chance: random.Random) -> dict[str, Answer]:
    leaning = chance.choices(_LEANINGS, [one.share for one in _LEANINGS])[0]
    was_stopped = chance.random() < leaning.stopped
    told = chance.choices(("understood", "no_sense", "no"), leaning.told_why)[0]
    wish = chance.choice(_WISHES) if chance.random() < 0.34 else None
    answers: dict[str, Answer] = {
        "trust": _step(chance, leaning.trust),
        "listen": _step(chance, leaning.trust),
        "safe": chance.choices(("very", "rather", "not_very", "not_at_all"), (47, 38, 12, 3))[0],
        "stopped": "yes" if was_stopped else "no",
        "reason": told if was_stopped else "not_stopped",
        "cameras": _step(chance, leaning.cameras),
        "change": wish,
    }
    if chance.random() < 0.05:
        answers[chance.choice(("trust", "listen", "cameras", "safe"))] = None
    return answers


def _step(chance: random.Random, weights: tuple[int, ...]) -> str:
    if chance.random() < 0.04:
        return "dont_know"
    return str(chance.choices((1, 2, 3, 4, 5), weights)[0])
