"""The methodology statement of the survey by letter, in AAPOR's eleven items; all invented."""

ITEMS = {
    "strategy": (
        "A questionnaire survey of adults living in Clayton. The answers are demonstration data."
    ),
    "sponsor": "Paid for by the Board of Aldermen of the City of Clayton. Conducted by 21CPS.",
    "instrument": (
        "Version 1 of the questionnaire. The results pages show every closed question word for "
        "word, in English and Spanish."
    ),
    "population": (
        "Adults 18 and over living in Clayton, including students and people in dormitories and "
        "other group housing: "
        "17,000 people (a test value)."
    ),
    "recruitment": (
        "2,600 addresses were drawn at random from a list of all residential addresses. Each got "
        "one letter with a code, a reminder after ten days and a second reminder with a paper "
        "form after three weeks. The adult with the next birthday was asked to answer. There was "
        "no incentive."
    ),
    "modes": (
        "Online with the code from the letter, in English and Spanish, on the paper form of the "
        "second reminder, or by phone on request."
    ),
    "dates": "November 12 to December 15, 2018.",
    "precision": (
        "626 answer sheets. Each report gives the margin of error for a share of 50% next to the "
        "response rate. It includes the design effect of the weights and the finite population "
        "correction. Each share has its own interval."
    ),
    "weighting": (
        "First by the number of adults in the household, counting at most four. Then adjusted "
        "(raked) to match the population by ward and by age. No weight is more than three times "
        "the average. Sources and years are listed with the population counts."
    ),
    "processing": (
        "Each code worked once. People who answered fewer than half of the closed questions "
        "count as break-offs. The consultants read what people wrote."
    ),
    "limitations": (
        "People without an address in Clayton could not be invited, students in dormitories were "
        "reached less often, and people who distrust the police may be less likely to answer. "
        "Shares for small groups are hidden. Nothing here proves why people think as they do."
    ),
}
ITEMS_ES = {
    "strategy": "Una encuesta por cuestionario a personas adultas que viven en Clayton. Las "
    "respuestas son datos de demostración.",
    "sponsor": "Pagada por la Junta de Concejales de la ciudad de Clayton. Realizada por 21CPS.",
    "instrument": "Versión 1 del cuestionario. Las páginas de resultados muestran cada pregunta "
    "cerrada, palabra por palabra, en inglés y en español.",
    "population": "Personas de 18 años o más que viven en Clayton, incluidas quienes estudian y "
    "quienes viven en residencias colectivas: 17,000 personas (un valor de prueba).",
    "recruitment": "Se sortearon 2,600 direcciones de una lista de todas las direcciones "
    "residenciales. Cada una recibió una carta con un código, un recordatorio a los diez días y "
    "otro con un formulario en papel a las tres semanas. Se pidió que contestara la persona adulta "
    "que cumpliera años primero. No hubo incentivo.",
    "modes": "En línea con el código de la carta, en inglés y español, en el formulario de papel "
    "del segundo recordatorio, o por teléfono si se pedía.",
    "dates": "Del 12 de noviembre al 15 de diciembre de 2018.",
    "precision": "626 hojas de respuesta. Cada informe da el margen de error de una proporción del "
    "50% junto a la tasa de respuesta. Incluye el efecto de diseño de los pesos y la corrección "
    "por población finita. Cada proporción tiene su propio intervalo.",
    "weighting": "Primero por el número de personas adultas del hogar, contando cuatro como "
    "máximo. Después, ajustada a la población por distrito y por edad. Ningún peso supera tres "
    "veces la media. Las fuentes y los años están con los datos de población.",
    "processing": "Cada código funcionó una vez. Quienes contestaron menos de la mitad de las "
    "preguntas cerradas cuentan como encuestas interrumpidas. Las personas del equipo leyeron "
    "lo que escribió la gente.",
    "limitations": "No se pudo invitar a quienes no tienen dirección en Clayton, se llegó menos a "
    "estudiantes en residencias, y quienes desconfían de la policía quizá contestan menos. Las "
    "proporciones de grupos pequeños se ocultan. Nada aquí prueba por qué la gente piensa así.",
}
