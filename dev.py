"""Set up burdenshare where it stands, then run what was asked.

The first start makes a virtual environment from the hashed lock files under `requirements/`;
later starts only check that it still fits them. `dev` does the same on a POSIX shell: it picks a
Python and runs this file, which needs the standard library alone.

The environment carries a note of what it was made from. While pip works the note says `unfinished`,
so an environment left half-way is known and made anew. A lock keeps two starts off one environment;
the pip they run holds it too, so that it outlives a killed parent.

Modules that a quick start has no use for are imported where they are used.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  (an older Python is told, not shown a traceback)
    version = "{}.{}".format(*sys.version_info[:2])
    sys.exit("dev: this needs Python 3.11 or newer; " + sys.executable + " is " + version + ".")

WINDOWS = os.name == "nt"
ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.abspath(os.environ.get("BURDENSHARE_VENV") or os.path.join(ROOT, ".venv"))
BIN = os.path.join(VENV, "Scripts" if WINDOWS else "bin")
PYTHON = os.path.join(BIN, "python.exe" if WINDOWS else "python")
NOTE = os.path.join(VENV, "burdenshare-setup")
LOCK = os.path.join(VENV, "burdenshare-setup.lock")
TESTED = os.path.join(VENV, "burdenshare-tested")
UNFINISHED = "unfinished\n"
HOME = "home " + VENV
PYTEST = (PYTHON, "-m", "pytest", "--ignore=tests/browser")

# Each level holds the ones before it; the lock files are made so.
LEVELS = ("run", "test", "browser")

USAGE = """\
Usage: ./dev COMMAND [ARGUMENTS]      (on Windows: py dev.py COMMAND [ARGUMENTS])

  ./dev run us-rok-2019    answer a shipped case. Any other command of burdenshare goes the same
                           way: ./dev why us-rok-2019 --figure 5000, ./dev check my-case.yaml
  ./dev test [PYTEST ARGUMENTS]
                           every test but those in a browser
  ./dev check [--again]    style, types, imports and every test; tests that have passed on these
                           very files are not repeated, unless --again is given
  ./dev browser [PYTEST ARGUMENTS]
                           the tests in a browser; they need Chromium
  ./dev bench [NAME ...]   the timings under benchmarks/
  ./dev lock [--upgrade]   make requirements/*.txt anew from pyproject.toml

The first start sets up an environment in .venv, or where BURDENSHARE_VENV says;
BURDENSHARE_PYTHON names the Python to make it with.
"""


def say(text):
    """Tell of the set-up on standard error; standard output belongs to the command."""
    print("dev: " + text, file=sys.stderr, flush=True)


# --- is the environment there? -------------------------------------------------------------------


def lock_file(level):
    """Return the path of the lock file of a level."""
    return os.path.join(ROOT, "requirements", level + ".txt")


def note_for(level):
    """Return the note of an environment that fits these files."""
    import hashlib

    made_from = (
        lock_file(level),
        os.path.join(ROOT, "pyproject.toml"),
        os.path.join(ROOT, "src", "burdenshare", "_version.py"),
    )
    lines = ["level " + level, HOME, "root " + ROOT]
    for path in made_from:
        with open(path, "rb") as stream:
            lines.append(hashlib.sha256(stream.read()).hexdigest() + " " + os.path.basename(path))
    return "\n".join(lines) + "\n"


def read_note():
    """Return the environment's note, empty when it has none."""
    try:
        with open(NOTE, encoding="utf-8") as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError):
        return ""


def write_note(text):
    """Replace the environment's note in one step."""
    with open(NOTE + ".new", "w", encoding="utf-8") as stream:
        stream.write(text)
    os.replace(NOTE + ".new", NOTE)


def level_of(note):
    """Return the level that a note names, the lowest when it names none."""
    words = note.partition("\n")[0].split()
    return words[1] if len(words) == 2 and words[1] in LEVELS else LEVELS[0]


def runs_inside():
    """Return whether this very process runs on the environment's Python."""
    return os.path.normcase(os.path.abspath(sys.executable)) == os.path.normcase(PYTHON)


def has_own_packages():
    """Return whether the environment was made for the version of Python that it now starts."""
    tag = "python{}.{}".format(*sys.version_info[:2])
    return WINDOWS or not runs_inside() or os.path.isdir(os.path.join(VENV, "lib", tag))


def is_ready(level):
    """Return whether the environment fits the lock files and holds at least `level`."""
    note = read_note()
    installed = level_of(note)
    return (
        os.access(PYTHON, os.X_OK)
        and LEVELS.index(installed) >= LEVELS.index(level)
        and note == note_for(installed)
        and has_own_packages()
    )


# --- make it ready -------------------------------------------------------------------------------


def prepare(level):
    """Bring the environment to at least `level`, unless it is there already."""
    if is_ready(level):
        return
    os.makedirs(VENV, exist_ok=True)
    with open(LOCK, "w", encoding="utf-8") as lock:
        hold(lock)
        if not is_ready(level):  # another start may have done it meanwhile
            set_up(level, lock)


def hold(lock):
    """Take the set-up lock; the system frees it when its last holder ends, however it ends."""
    if try_to_hold(lock):
        return
    import time

    say("another start is setting up " + VENV + "; waiting for it.")
    while not try_to_hold(lock):
        time.sleep(0.2)


def try_to_hold(lock):
    """Return whether the set-up lock could be taken at once."""
    try:
        if WINDOWS:
            import msvcrt

            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def set_up(level, lock):
    """Make or mend the environment, with the lock held."""
    import time

    started = time.monotonic()
    before = read_note()
    level = max(level, level_of(before), key=LEVELS.index)
    if before == UNFINISHED:
        say("an earlier set-up was cut short; making " + VENV + " anew.")
        before = make_venv(lock)
    elif not works() or (before and HOME not in before.splitlines()):
        # Also when it has been moved: its programs name the Python of the old place.
        say("making the environment " + VENV + ".")
        before = make_venv(lock)
    say(f"installing the pinned packages of requirements/{level}.txt (a minute or so).")
    write_note(UNFINISHED)
    if not install(level, lock):
        # What pip could not finish it has put back: what stood before stands still.
        write_note(before)
        sys.exit("dev: the packages could not be installed; the reason is above. Nothing was run.")
    compile_all(lock)
    write_note(note_for(level))
    say(f"ready after {time.monotonic() - started:.0f} s.")


def works():
    """Return whether the environment has a Python that starts and finds its pip."""
    import subprocess

    if not has_own_packages():
        return False
    try:
        command = [PYTHON, "-I", "-c", "import pip"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def make_venv(lock):
    """Make the environment from nothing, with a Python that stands outside it; return its note."""
    ours = {os.path.basename(LOCK), os.path.basename(NOTE), os.path.basename(NOTE) + ".new"}
    if set(os.listdir(VENV)) - ours and not os.path.isfile(os.path.join(VENV, "pyvenv.cfg")):
        sys.exit(f"dev: {VENV} holds other things than an environment; it is left as it is.")
    base = os.environ.get("BURDENSHARE_PYTHON") or sys.executable
    if runs_inside():
        base = os.environ.get("BURDENSHARE_PYTHON") or sys._base_executable
    empty(VENV, keep=LOCK)
    write_note(UNFINISHED)
    if not quietly([base, "-I", "-m", "venv", VENV], lock):
        sys.exit(
            "dev: this Python cannot make a virtual environment; the reason is above.\n"
            "On Debian and Ubuntu: apt install python3-venv. "
            "Or name another Python in BURDENSHARE_PYTHON."
        )
    return ""


def empty(folder, keep):
    """Remove all that is in a folder but one file."""
    import shutil

    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        elif path != keep:
            os.remove(path)


def install(level, lock):
    """Install a level's pinned packages, then the package itself where it stands."""
    pip = [PYTHON, "-I", "-m", "pip", "install", "--quiet", "--no-compile"]
    return quietly([*pip, "--require-hashes", "--requirement", lock_file(level)], lock) and quietly(
        [*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT], lock
    )


def compile_all(lock):
    """Compile every module once and with all cores, so that no first start has to."""
    source = os.path.join(ROOT, "src")
    quietly([PYTHON, "-I", "-m", "compileall", "-qq", "-j", "0", VENV, source], lock, tell=False)


def quietly(command, lock, tell=True):
    """Return whether a step of the set-up did well; what it printed is shown only if not."""
    import subprocess

    # Settings that send packages elsewhere, or ask hashes of the package itself, do not apply.
    unwanted = ("TARGET", "PREFIX", "ROOT", "REQUIRE_HASHES", "CONSTRAINT")
    dropped = {"PYTHONPATH", "PYTHONHOME", *("PIP_" + name for name in unwanted)}
    env = {name: value for name, value in os.environ.items() if name not in dropped}
    env.update(PIP_USER="0", PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_INPUT="1")
    done = subprocess.run(
        command,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        pass_fds=() if WINDOWS else (lock.fileno(),),
        check=False,
    )
    if done.returncode and tell:
        sys.stderr.write(done.stdout.decode(errors="replace"))
        sys.stderr.flush()
    return done.returncode == 0


# --- the commands --------------------------------------------------------------------------------


def become(command):
    """Run a command in the place of this process."""
    if not WINDOWS:
        os.execv(command[0], command)
    import subprocess

    sys.exit(subprocess.call(command))


def pass_on(arguments):
    """Run burdenshare itself, in the folder and with the words it was called with."""
    prepare("run")
    # -P: a file of the user's own that is named like a library must not be imported in its place.
    become([PYTHON, "-P", "-m", "burdenshare", *arguments])


def test(arguments):
    """Run the tests; a whole run that passes is noted, for `check`."""
    prepare("test")
    os.chdir(ROOT)
    if arguments:
        become([*PYTEST, *arguments])
    sys.exit(whole_test_run())


def whole_test_run():
    """Run every test but those in a browser and return pytest's exit code."""
    import subprocess

    key = tree_key()
    forget_test_run()
    counts = TESTED + ".xml"
    # A file's tests stay on one worker, so that what they share is made once.
    code = subprocess.call([*PYTEST, "-n", "auto", "--dist", "loadfile", "--junitxml", counts])
    if code == 0 and key:
        note_test_run(key, counts)
    return code


def tree_key():
    """Return a digest of every file that git would commit, empty where git cannot tell them."""
    import hashlib
    import subprocess

    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return ""
    digest = hashlib.sha256(read_note().encode())
    for name in sorted(set(listed.split(b"\0")) - {b""}):
        digest.update(name + b"\0")
        if os.path.isfile(name):
            with open(name, "rb") as stream:
                digest.update(hashlib.sha256(stream.read()).digest())
    return digest.hexdigest()


def forget_test_run():
    """Remove what is noted of the last whole test run."""
    if os.path.exists(TESTED):
        os.remove(TESTED)


def note_test_run(key, counts):
    """Note that every test passed on the files that `key` stands for, when, and how many."""
    import time
    import xml.etree.ElementTree as ElementTree

    suite = ElementTree.parse(counts).getroot().find("testsuite")
    skipped = int(suite.get("skipped"))
    line = f"{int(suite.get('tests')) - skipped} passed, 0 failed, {skipped} skipped"
    with open(TESTED, "w", encoding="utf-8") as stream:
        stream.write("\n".join((key, time.strftime("%Y-%m-%d %H:%M:%S"), line)) + "\n")


def passed_already():
    """Return when the tests passed on these very files, and their counts; None if they did not."""
    try:
        with open(TESTED, encoding="utf-8") as stream:
            key, when, counts = stream.read().splitlines()
    except (OSError, ValueError):
        return None
    return (when, counts) if key == tree_key() else None


def check(arguments):
    """Run all that CI runs but the browser: the linters side by side, then the tests."""
    if arguments and arguments != ["--again"]:
        return pass_on(["check", *arguments])
    prepare("test")
    os.chdir(ROOT)
    failed = failing_linters()
    already = None if arguments else passed_already()
    if already:
        print(
            "== tests", f"Not repeated: they passed on these very files at {already[0]}:", sep="\n"
        )
        print(already[1], flush=True)
    else:
        print("== tests", flush=True)
        if whole_test_run():
            failed.append("tests")
    if failed:
        sys.exit("dev check: failed: " + ", ".join(failed))
    return None


def failing_linters():
    """Run the linters side by side, print what each says and name those that fail."""
    import subprocess

    linters = {
        "ruff check": ["ruff", "check"],
        "ruff format": ["ruff", "format", "--check"],
        "mypy --strict": ["mypy", "--strict", "src"],
        "import contracts": ["lint-imports", "--no-cache", "--no-logo"],
    }
    running = {}
    for name, (program, *arguments) in linters.items():
        command = [os.path.join(BIN, program), *arguments]
        running[name] = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    failed = []
    for name, process in running.items():
        said, _ = process.communicate()
        print("== " + name, said.decode(errors="replace").rstrip(), sep="\n", flush=True)
        if process.returncode:
            failed.append(name)
    return failed


def browser(arguments):
    """Run the tests in a browser."""
    prepare("browser")
    os.chdir(ROOT)
    become([PYTHON, "-m", "pytest", *(arguments or ["tests/browser"])])


def bench(arguments):
    """Run the timings named, or all of them, one after another."""
    import subprocess

    prepare("test")
    folder = os.path.join(ROOT, "benchmarks")
    found = os.listdir(folder) if os.path.isdir(folder) else []
    there = sorted(name for name in found if name.endswith(".py") and name[0] != "_")
    asked = [name if name.endswith(".py") else name + ".py" for name in arguments] or there
    unknown = [name for name in asked if name not in there]
    if unknown:
        sys.exit(
            f"dev bench: no {', '.join(unknown)} in benchmarks/, which has: {', '.join(there)}"
        )
    if not asked:
        say("there is nothing to time yet.")
    failed = []
    for name in asked:
        print("== " + name, flush=True)
        if subprocess.call([PYTHON, os.path.join(folder, name)], cwd=ROOT):
            failed.append(name)
    if failed:
        sys.exit("dev bench: failed: " + ", ".join(failed))


# --- the lock files ------------------------------------------------------------------------------


def lock(arguments):
    """Make the lock files anew: each level keeps the versions of the one before it."""
    import subprocess

    os.chdir(ROOT)
    python = lock_python()
    compile_one = [
        *(python, "-I", "-m", "uv", "pip", "compile", "pyproject.toml", "--quiet", *arguments),
        *("--universal", "--python-version", "3.11", "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links"),
        *("--custom-compile-command", "./dev lock"),
    ]
    groups = {"run": "build", "test": "test", "browser": "browser"}
    below = []
    for level in LEVELS:
        target = f"requirements/{level}.txt"
        command = [*compile_one, *below, "--group", groups[level], "--output-file", target]
        if subprocess.call(command, env=index_settings(python)):
            sys.exit(f"dev lock: {target} could not be made; the reason is above.")
        below = ["--constraint", target]
        say("wrote " + target)


def lock_python():
    """Return a Python that has uv, in an environment of its own."""
    import subprocess

    folder = os.path.join(ROOT, ".cache", "lock")
    python = os.path.join(folder, os.path.relpath(PYTHON, VENV))
    has_uv = [python, "-I", "-c", "import uv"]
    if not os.path.exists(python) or subprocess.call(has_uv, stderr=subprocess.DEVNULL):
        base = sys._base_executable if runs_inside() else sys.executable
        subprocess.run([base, "-I", "-m", "venv", "--clear", folder], check=True)
        subprocess.run([python, "-I", "-m", "pip", "install", "--quiet", "uv"], check=True)
    return python


def index_settings(python):
    """Return an environment in which uv asks where pip does; none of it is written down."""
    import subprocess

    command = [python, "-I", "-m", "pip", "config", "list"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    settings = {}
    for line in listed.splitlines():  # what the environment sets comes first and counts
        name, _, value = line.partition("=")
        settings.setdefault(name.rpartition(".")[2], value.strip("'\""))
    env = dict(os.environ)
    for ours, theirs in (("index-url", "UV_DEFAULT_INDEX"), ("cert", "SSL_CERT_FILE")):
        if ours in settings:
            env.setdefault(theirs, settings[ours])
    return env


COMMANDS = {"test": test, "check": check, "browser": browser, "bench": bench, "lock": lock}


def main(arguments):
    """Run the command that the words ask for; words that are not ours go to burdenshare."""
    if not arguments or arguments == ["help"]:
        print(USAGE, end="")
        return
    try:
        if arguments[0] in COMMANDS:
            COMMANDS[arguments[0]](arguments[1:])
        else:
            pass_on(arguments)
    except KeyboardInterrupt:
        say("interrupted. If it was in the set-up, the next start mends it.")
        sys.exit(130)


if __name__ == "__main__":
    main(sys.argv[1:])
