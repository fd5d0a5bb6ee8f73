"""The questionnaire of the demonstration: every type of question, in English and Spanish."""

MAILED_TITLE = "Mailed survey 2018 | Encuesta por correo 2018"
OPEN_TITLE = (
    "Online survey for anyone 18 or older | Encuesta en línea para personas de 18 años o más"
)
DIALOGUE_TITLE = "Survey after the dialogues | Encuesta después de los diálogos"
NOTATION = f"""
title: {MAILED_TITLE}
why: The Board of Aldermen wants to know how residents and police get along. Your answers show what works and what does not. | La Junta de Concejales quiere saber cómo se llevan la gente y la policía. Sus respuestas muestran qué funciona y qué no.
readers: The consultants from 21CPS read the answers. The Board and the public see only totals. Numbers for small groups are hidden. | Las personas del equipo de 21CPS leen las respuestas. La Junta de Concejales y el público solo ven totales. Los números de grupos pequeños no se muestran.
thanks: Thank you. The results will be in the monthly report to the Board. | Gracias. Los resultados saldrán en el informe mensual a la Junta de Concejales.
sponsor: The Board of Aldermen of the City of Clayton. 21CPS runs the survey. | La Junta de Concejales de la ciudad de Clayton. 21CPS realiza la encuesta.
minutes: 6
phone: 314-555-0142
== You and Clayton | Usted y Clayton
? trust agreement: Clayton police officers treat people like me fairly. | La policía de Clayton trata con justicia a las personas como yo.
? listen agreement: When people talk to a Clayton officer, the officer listens. | Cuando la gente habla con la policía de Clayton, la policía escucha.
? safe choice: How safe do you feel walking in Clayton after dark? | ¿Cuánta seguridad siente al caminar por Clayton de noche?
- very: Very safe | Mucha seguridad
- rather: Somewhat safe | Algo de seguridad
- not_very: Not very safe | Poca seguridad
- not_at_all: Not safe at all | Ninguna seguridad
== You and the police | Usted y la policía
? contact several: In the last 12 months, how have you dealt with Clayton officers? | En los últimos 12 meses, ¿por qué motivos tuvo trato con la policía de Clayton?
- called: I called for help | Llamé para pedir ayuda
- reported: I reported something | Reporté algo
- talked: We talked at an event or on the street | Conversamos en un evento o en la calle
- window: I went to the police station | Fui al departamento de policía
~ none: None of these | Ninguna de estas
? stopped choice: In the last 12 months, has a Clayton officer stopped you, on foot or in a car? | En los últimos 12 meses, ¿lo o la detuvo la policía de Clayton, a pie o en auto?
- yes: Yes | Sí
- no: No | No
? when date: When was the last time an officer stopped you? | ¿Cuándo fue la última vez que la policía lo o la detuvo?
hint: Give the day as best you remember. | Indique el día lo mejor que recuerde.
if: stopped = yes
min: 2017-11-01
? reason choice: The last time an officer stopped you, did the officer say why? | La última vez que la policía lo o la detuvo, ¿le dijo por qué?
if: stopped = yes
- understood: Yes, and I understood the reason | Sí, y entendí el motivo
- no_sense: Yes, but it did not make sense to me | Sí, pero no me pareció lógico
- no: No | No
? treated grid: How did it go the last time you dealt with a Clayton officer? | ¿Cómo le fue la última vez que trató con la policía de Clayton?
if: stopped = yes or (contact answered and not contact has none and not contact has dont_know and not contact has prefer_not)
+ respect: I was treated with respect. | Me trataron con respeto.
+ heard: I could tell my side. | Pude contar mi versión.
+ explained: The officer explained what would happen. | Me explicaron qué iba a pasar.
+ free: I knew when I was free to go. | Supe cuándo podía irme.
== What should change | Qué debería cambiar
? cameras agreement: Officers should wear cameras whenever they deal with the public. | La policía debería llevar cámaras siempre que trate con el público.
? first ranking: What should the police work on first? | ¿En qué debería trabajar primero la policía?
top: 3
- reasons: Telling people why they are stopped | Decirle a la gente por qué la detienen
- foot: More officers on foot | Más agentes a pie
- complaints: Faster answers to complaints | Respuestas más rápidas a las quejas
- training: Training with the community | Capacitación junto con la comunidad
- traffic: Safer streets and traffic | Calles y tránsito más seguros
? word line: One word that describes the Clayton police | Una palabra que describa a la policía de Clayton
? change text: What one thing should change between the police and the people of Clayton? | ¿Qué cosa debería cambiar entre la policía y la gente de Clayton?
== About you | Sobre usted
? ward choice: Which ward do you live in? | ¿En qué distrito vive?
hint: The city’s website, claytonmo.gov, has a map of the wards. | El sitio web de la ciudad, claytonmo.gov, tiene un mapa de los distritos.
- ward_1: Ward 1 | Distrito 1
- ward_2: Ward 2 | Distrito 2
- ward_3: Ward 3 | Distrito 3
~ elsewhere: I don’t live in Clayton | No vivo en Clayton
? age choice: How old are you? | ¿Qué edad tiene?
- age_18_34: 18 to 34 | De 18 a 34 años
- age_35_54: 35 to 54 | De 35 a 54 años
- age_55_64: 55 to 64 | De 55 a 64 años
- age_65_up: 65 or older | 65 años o más
? adults number: Counting yourself, how many people age 18 or older live in your household? | Contándose a usted, ¿cuántas personas de 18 años o más viven en su hogar?
min: 1
max: 20
? describe several: How do you describe yourself? | ¿Cómo se describe usted?
- asian: Asian | Persona asiática
- black: Black or African American | Persona negra o afroamericana
- latino: Hispanic or Latino | Persona hispana o latina
- white: White | Persona blanca
- other: In another way | De otra manera
""".strip()  # noqa: E501  # one question a line, as a consultant types it

# Invented; together the adults of the survey's population, itself a test value.
POPULATION_SOURCE = "Invented for the demonstration; adds up to the survey’s population"
POPULATION_VINTAGE = "2013-2017 (test value)"
POPULATION = {
    "ward": (("ward_1", 5_650), ("ward_2", 5_900), ("ward_3", 5_450)),
    "age": (
        ("age_18_34", 6_100),
        ("age_35_54", 4_900),
        ("age_55_64", 2_500),
        ("age_65_up", 3_500),
    ),
}
