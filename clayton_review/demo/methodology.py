"""The methodology statement of the survey by letter, in AAPOR's eleven items; all invented."""

ITEMS = {
    "strategy": "A survey by questionnaire of adults living in Clayton; the answers are "
    "demonstration data.",
    "sponsor": "Paid for by the City of Clayton, Board of Aldermen; conducted by 21CPS.",
    "instrument": "Version 1 of the questionnaire; every question stands word for word, in English "
    "and in Spanish, on the pages of the results.",
    "population": "Adults 18 and over living in Clayton, students and people in group quarters "
    "included: 17,000 people (a test value).",
    "recruitment": "2,600 addresses drawn at random from a list of all residential addresses. One "
    "letter with a code, a reminder after ten days and a second one with a paper form after three "
    "weeks; the adult with the next birthday was asked to answer. No incentive.",
    "modes": "Online with the code of the letter, in English and Spanish; by phone on request.",
    "dates": "November 12 to December 14, 2018.",
    "precision": "626 answer sheets. The margin of error of a share of 50% stands with the "
    "response rate in each report; it contains the design effect of the weights and the finite "
    "population correction. Each share has its own interval.",
    "weighting": "First by the number of adults in the household, at most four; then raked to the "
    "population by ward and by age; no weight above three times the mean. Sources and years stand "
    "with the population counts.",
    "processing": "Each code worked once. Sheets with fewer than half of the closed questions "
    "answered count as break-offs. What people wrote was read by three consultants and coded; two "
    "coders read every tenth answer.",
    "limitations": "People without an address in Clayton could not be drawn, students in "
    "dormitories were reached less often, and people who distrust the police may answer less. "
    "Shares of small groups are hidden. Nothing here proves why people think as they do.",
}
ITEMS_ES = {
    "strategy": "Una encuesta por cuestionario a personas adultas que viven en Clayton; las "
    "respuestas son datos de demostración.",
    "sponsor": "Pagada por la Ciudad de Clayton, Junta de Concejales; realizada por 21CPS.",
    "instrument": "Versión 1 del cuestionario; cada pregunta está, palabra por palabra, en inglés "
    "y en español, en las páginas de los resultados.",
    "population": "Personas de 18 años o más que viven en Clayton, incluidos estudiantes y quienes "
    "viven en residencias colectivas: 17,000 personas (un valor de prueba).",
    "recruitment": "2,600 direcciones sorteadas de una lista de todas las direcciones "
    "residenciales. Una carta con un código, un recordatorio a los diez días y otro con un "
    "formulario en papel a las tres semanas; se pidió que contestara la persona adulta del próximo "
    "cumpleaños. Sin incentivo.",
    "modes": "En línea con el código de la carta, en inglés y español; por teléfono si se pedía.",
    "dates": "Del 12 de noviembre al 14 de diciembre de 2018.",
    "precision": "626 hojas de respuesta. El margen de error de una proporción del 50% está junto "
    "a la tasa de respuesta en cada informe; contiene el efecto de diseño de los pesos y la "
    "corrección por población finita. Cada proporción tiene su propio intervalo.",
    "weighting": "Primero por el número de personas adultas del hogar, cuatro como máximo; después "
    "ajustada a la población por distrito y por edad; ningún peso supera tres veces la media.",
    "processing": "Cada código funcionó una vez. Las hojas con menos de la mitad de las preguntas "
    "cerradas contestadas cuentan como interrumpidas. Lo que la gente escribió lo leyeron y "
    "codificaron tres consultores; dos codificadores leyeron una de cada diez respuestas.",
    "limitations": "No se pudo sortear a quienes no tienen dirección en Clayton, se llegó menos a "
    "estudiantes en residencias, y quienes desconfían de la policía quizá contestan menos. Las "
    "proporciones de grupos pequeños se ocultan. Nada aquí prueba por qué la gente piensa así.",
}
