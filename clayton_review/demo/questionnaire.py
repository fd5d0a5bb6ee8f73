"""The questionnaire of the demonstration: every type of question, in English and Spanish."""

NOTATION = """
title: Clayton and its police | Clayton y su policía
why: The Board of Aldermen wants to know how residents and police get on. Your answers show what works and what does not. | La Junta de Concejales quiere saber cómo se llevan los residentes y la policía. Sus respuestas muestran lo que funciona y lo que no.
readers: Three consultants of 21CPS read the answers. The Board and the public see totals only, and never groups so small that somebody could be recognized. | Tres consultores de 21CPS leen las respuestas. La Junta de Concejales y el público ven solo totales, y nunca grupos tan pequeños que se pueda reconocer a alguien.
thanks: Thank you. The results appear in the monthly report to the Board. | Gracias. Los resultados aparecen en el informe mensual a la Junta de Concejales.
sponsor: City of Clayton, Board of Aldermen; conducted by 21CPS | Ciudad de Clayton, Junta de Concejales; realizada por 21CPS
minutes: 6
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
? contact several: What contact have you had with Clayton officers in the last 12 months? | ¿Qué contacto ha tenido con agentes de Clayton en los últimos 12 meses?
- called: I called for help | Llamé para pedir ayuda
- reported: I reported something | Denuncié algo
- talked: We talked at an event or on the street | Conversamos en un evento o en la calle
- window: I went to the station | Fui a la comisaría
~ none: None of these | Ninguno de estos
? stopped choice: In the last 12 months, has a Clayton officer stopped you, on foot or in a car? | En los últimos 12 meses, ¿lo ha parado un agente de Clayton, a pie o en auto?
- yes: Yes | Sí
- no: No | No
? when date: When did an officer stop you last? | ¿Cuándo lo paró un agente por última vez?
hint: The day as well as you remember it. | El día, según lo recuerde.
if: stopped = yes
min: 2017-11-01
? reason choice: The last time an officer stopped you, did the officer say why? | La última vez que un agente lo paró, ¿le dijo por qué?
if: stopped = yes
- understood: Yes, and I understood the reason | Sí, y entendí el motivo
- no_sense: Yes, but it did not make sense to me | Sí, pero no me pareció lógico
- no: No | No
? treated grid: How was your last contact with a Clayton officer? | ¿Cómo fue su último contacto con un agente de Clayton?
if: stopped = yes or (contact answered and not contact has none and not contact has dont_know and not contact has prefer_not)
+ respect: I was treated with respect. | Me trataron con respeto.
+ heard: I could tell my side. | Pude dar mi versión.
+ explained: The officer explained what would happen. | El agente explicó qué iba a pasar.
+ free: I knew when I was free to go. | Supe cuándo podía irme.
== What should change | Qué debería cambiar
? cameras agreement: Officers should wear cameras during every contact. | Los agentes deberían llevar cámaras en todo contacto.
? first ranking: What should the police work on first? | ¿En qué debería trabajar primero la policía?
top: 3
- reasons: Saying why somebody is stopped | Decir por qué paran a alguien
- foot: More officers on foot | Más agentes a pie
- complaints: Quicker answers to complaints | Respuestas más rápidas a las quejas
- training: Training with the community | Capacitación junto con la comunidad
- traffic: Safer streets and traffic | Calles y tránsito más seguros
? word line: One word that describes the police of Clayton | Una palabra que describa a la policía de Clayton
? change text: What one thing should change between the police and the people of Clayton? | ¿Qué única cosa debería cambiar entre la policía y la gente de Clayton?
== About you | Sobre usted
? ward choice: In which ward do you live? | ¿En qué distrito vive?
hint: The city’s website, claytonmo.gov, has a map of the wards. | El sitio web de la ciudad, claytonmo.gov, tiene un mapa de los distritos.
- ward_1: Ward 1 | Distrito 1
- ward_2: Ward 2 | Distrito 2
- ward_3: Ward 3 | Distrito 3
~ elsewhere: I do not live in Clayton | No vivo en Clayton
? age number: How old are you? | ¿Qué edad tiene?
min: 16
max: 110
unit: years | años
? adults number: Counting yourself, how many people of 18 or older live in your household? | Contándose a usted, ¿cuántas personas de 18 años o más viven en su hogar?
min: 1
max: 20
? describe several: How do you describe yourself? | ¿Cómo se describe usted?
- asian: Asian | Asiático o asiática
- black: Black or African American | Negro o afroamericano
- latino: Hispanic or Latino | Hispano o latino
- white: White | Blanco o blanca
- other: In another way | De otra manera
""".strip()  # noqa: E501  # one question a line, as a consultant types it

# Invented; together the adults of the survey's population, itself a test value.
POPULATION_SOURCE = "Invented for the demonstration; adds up to the survey’s population"
POPULATION_VINTAGE = "2013-2017 (test value)"
POPULATION = {
    "ward": (("ward_1", 5_650), ("ward_2", 5_900), ("ward_3", 5_450)),
    "age": (("18-34", 6_100), ("35-54", 4_900), ("55-64", 2_500), ("65+", 3_500)),
}
