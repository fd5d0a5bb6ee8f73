"""The opening keys that workers have said they have, compared with the sealing key of a process.

Web server and worker are given one half of the pair each. A web server whose half fits no worker
would take answers that can never be read. So it takes none while that is so.
"""

from surveys.answers import sealing
from surveys.answers.models import WorkerKey

# The condition of SQL under which something sealed may be stored; its parameter is `sealing_mark`.
# As long as no worker has ever started, nothing is known.
IS_OPENED_SQL = """
    (NOT EXISTS (SELECT FROM surveys_workerkey)
     OR EXISTS (SELECT FROM surveys_workerkey WHERE surveys_workerkey.mark = %s))
"""


def is_opened_by_workers() -> bool:
    """True if a worker has a key for what this process seals, or no worker has said anything."""
    marks = set(WorkerKey.objects.values_list("mark", flat=True))
    return not marks or sealing.sealing_mark() in marks


def check_sealing_key() -> None:
    """Raise `sealing.KeyUnusable` unless workers open what this process seals."""
    if not is_opened_by_workers():
        raise sealing.KeyUnusable(sealing.NOT_OPENED)
