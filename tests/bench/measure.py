"""What the programs of ci/bench share: a command's time, processor time and memory, all of its processes together."""
import os
import subprocess
import sys
import tempfile
import threading
import time


def memory_of_tree(pid):
    """Proportional set size of a process and all below it, in bytes."""
    total = 0
    pending = [pid]
    while pending:
        current = pending.pop()
        try:
            with open(f"/proc/{current}/smaps_rollup") as file:
                total += next(int(line.split()[1]) for line in file if line.startswith("Pss:"))
            for task in os.listdir(f"/proc/{current}/task"):
                with open(f"/proc/{current}/task/{task}/children") as file:
                    pending += [int(child) for child in file.read().split()]
        except (OSError, StopIteration):
            pass
    return total * 1024


class Measured:
    """`wall` and `cpu` in milliseconds, `peak` in bytes (0: not asked for); `code` is None where the time was up."""

    def __init__(self, wall, cpu, peak, code, out, err):
        self.wall, self.cpu, self.peak, self.code, self.out, self.err = wall, cpu, peak, code, out, err


def measure(command, cwd=None, env=None, memory=False, limit=None):
    """Runs a command to its end, or kills it with all that it started after `limit` seconds. OSError where there is no such program.

    To ask for the memory takes time, of the command too: a twentieth of it at most, and where times are compared it is another run.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True)
        ended = threading.Event()
        peak = [0]
        late = []

        def watch():
            pause = 0.02
            while not ended.wait(pause if memory else limit):
                if limit is not None and time.monotonic() - started >= limit:
                    late.append(True)
                    os.killpg(process.pid, 9)
                    return
                if memory:
                    asked = time.monotonic()
                    peak[0] = max(peak[0], memory_of_tree(process.pid))
                    pause = max(0.02, 20 * (time.monotonic() - asked))

        watcher = threading.Thread(target=watch)
        watcher.start()
        _, status, usage = os.wait4(process.pid, 0)
        wall = (time.monotonic() - started) * 1000
        ended.set()
        watcher.join()
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        return Measured(wall, (usage.ru_utime + usage.ru_stime) * 1000, peak[0], None if late else process.returncode,
                        out.read().decode(errors="replace"), err.read().decode(errors="replace"))


def worked(name, command, codes, **options):
    """As `measure`; None, and the reason on stderr, where the program is missing, late, or ends with none of `codes` (None: any)."""
    try:
        result = measure(command, **options)
    except OSError as error:
        print(f"{name}: {error}", file=sys.stderr)
        return None
    if result.code is None or (codes is not None and result.code not in codes):
        how = "took too long" if result.code is None else f"ended with {result.code}"
        print(f"{name} {how}: {(result.err or result.out)[-300:]}", file=sys.stderr)
        return None
    return result
