"""The delivery of the demonstration: 24 invented training records in a ZIP."""

from clayton_review.demo.sample_files import pdf_of, zipped

_COURSES = (
    ("2016", "De-escalation in field contacts", "8", "31"),
    ("2016", "Bias awareness for patrol", "4", "44"),
    ("2016", "Report writing", "4", "18"),
    ("2017", "De-escalation in field contacts", "8", "12"),
    ("2017", "Procedural justice and ending a contact", "4", "27"),
    ("2017", "Spanish for first responders: la policía ayuda", "6", "9"),
    ("2018", "Use of force update", "8", "46"),
    ("2018", "Body-worn cameras: an introduction", "2", "15"),
)
_AIMS = (
    "Officers practice to slow a contact down, to explain its reason first,",
    "and to say clearly when the person is free to leave.",
)


def archive() -> bytes:
    """Return the ZIP: course outlines, attendance, two copies, a scan, and a file not accepted."""
    files: dict[str, bytes] = {}
    for number, (year, course, hours, attended) in enumerate(_COURSES, start=1):
        folder = f"Training records/{year}"
        name = course.split(":")[0].lower().replace(" ", "-")
        files[f"{folder}/{number:02d}-{name}-outline.pdf"] = _outline(course, year, hours)
        files[f"{folder}/{number:02d}-{name}-attendance.csv"] = _attendance(int(attended))
    first = next(iter(files.values()))
    files["Training records/README.txt"] = (
        b"Titles, hours and attendance by rank. Names are left out as agreed.\r\n"
        b"The lists of 2016 were kept on paper and are scanned.\r\n"
    )
    files["Training records/2016/attendance-2016-scan.pdf"] = pdf_of("", "")
    files["Training records/2017/01-de-escalation-in-field-contacts-outline (copy).pdf"] = first
    files["Training records/old/outline 2016.pdf"] = first
    files["Training records/hours-by-year.csv"] = (
        b"year,courses,hours\r\n2016,3,16\r\n2017,3,18\r\n2018,2,10\r\n"
    )
    files["Training records/letter.pdf"] = pdf_of(
        "To the consultants of the study\n\nEnclosed are the training records you asked for.\n"
        "The attendance lists of 2016 exist on paper only."
    )
    files["Training records/field training manual.txt"] = (
        b"Field training manual, extract.\n\nA contact ends with words: the officer says that the "
        b"person is free to leave and gives name and badge number when asked.\n"
    )
    files["Training records/course viewer.exe"] = b"MZ" + bytes(62)
    return zipped(files)


def _outline(course: str, year: str, hours: str) -> bytes:
    opening = f"Course outline\n{course}\n\nYear {year}, {hours} hours\n\n" + "\n".join(_AIMS)
    test = f"How it is tested\n{course}: role play, then a written test of ten questions."
    return pdf_of(opening, test)


def _attendance(total: int) -> bytes:
    sergeants = total // 6
    rows = (("Officer", total - sergeants), ("Sergeant", sergeants))
    return ("rank,attended\r\n" + "".join(f"{rank},{n}\r\n" for rank, n in rows)).encode()
