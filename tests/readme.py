"""Runs every command that the guides show and holds what it prints against what is printed there.

    readme.py COMMAND GUIDE...

In a console block a line "$ crossing …" is a command, continued where it ends in a backslash, and the lines after it are its output;
a line "…" stands for lines left out. "```console 80" shows what a terminal of that many columns shows. A command that ends in
"> FILE" prints nothing. A command in backquotes in a table must succeed and say something, if only into a file; CASE and ID there stand for
a shipped case. The commands of a guide run one after the other in a folder of their own, beside the rules and cases of the project."""
import fcntl, os, pty, re, shlex, struct, subprocess, sys, tempfile, termios

if len(sys.argv) < 3:
    sys.exit(__doc__)
COMMAND, *GUIDES = [os.path.abspath(word) for word in sys.argv[1:]]
CASE = "two-refusals"
faults = []


def run(words, folder, columns=None):
    """The exit status, what was printed, and the complaints; on a terminal if columns says how wide it is."""
    if columns is None:
        result = subprocess.run([COMMAND, *words], capture_output=True, text=True, cwd=folder)
        return result.returncode, result.stdout, result.stderr
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    with tempfile.TemporaryFile() as complaints:
        process = subprocess.Popen([COMMAND, *words], stdout=theirs, stderr=complaints, cwd=folder, env={**os.environ, "NO_COLOR": "1"})
        os.close(theirs)
        printed = b""
        try:
            while chunk := os.read(ours, 65536):
                printed += chunk
        except OSError:  # how Linux says that nobody holds the other end any more
            pass
        os.close(ours)
        status = process.wait()
        complaints.seek(0)
        return status, printed.decode().replace("\r\n", "\n"), complaints.read().decode()


def agrees(output, printed):
    """Whether the output is what is printed, with any lines where a line … is."""
    pieces = re.split(r"^…\n", printed, flags=re.M)
    return re.fullmatch(r"(?:.*\n)*?".join(map(re.escape, pieces)), output) is not None


def says_something(words, folder, output):
    return os.path.getsize(os.path.join(folder, words[words.index("-o") + 1])) > 0 if "-o" in words else output


def check(guide, folder):
    ran = 0
    text = open(guide, encoding="utf-8").read()
    for columns, block in re.findall(r"^```console(?: (\d+))?\n(.*?)^```$", text, re.S | re.M):
        for command, printed in re.findall(r"^\$ crossing ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
            command, _, target = command.replace("\\\n", " ").partition(" > ")
            ran += 1
            status, output, complaints = run(shlex.split(command), folder, int(columns) if columns and not target else None)
            if target:
                open(os.path.join(folder, target), "w", encoding="utf-8").write(output)
                output = ""
            if status != 0 or not agrees(output, printed):
                faults.append(f"{guide}: crossing {command}: prints\n{output}{complaints}instead of\n{printed}")

    for row in re.findall(r"^\| `(?:crossing|rules|cases).*$", text, re.M):
        for command in re.findall(r"`((?:crossing |rules |cases |facts)[^`]*)`", row.split(" | ")[0]):
            command, _, target = command.partition(" > ")
            words = [CASE if word in ("CASE", "ID") else word for word in shlex.split(command.removeprefix("crossing "))]
            ran += 1
            status, output, complaints = run(words, folder)
            if target:
                open(os.path.join(folder, target), "w", encoding="utf-8").write(output)
            if status != 0 or not says_something(words, folder, output):
                faults.append(f"{guide}: crossing {command}: ends with {status}: {complaints}")
    if ran < 10:
        faults.append(f"{guide}: only {ran} commands found")
    return ran


total = 0
top = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
for guide in GUIDES:
    with tempfile.TemporaryDirectory() as folder:
        for name in ("rules", "cases"):
            os.symlink(os.path.join(top, name), os.path.join(folder, name))
        total += check(guide, folder)
print("\n".join(faults) if faults else f"{total} commands of {' and '.join(GUIDES)} do what is said of them")
sys.exit(1 if faults else 0)
