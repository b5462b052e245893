"""COMMANDS: every `heard …` and the function behind it. Argument parsing, and nothing else.

The functions are named, not imported, so that a command pays only for what it needs: `heard deadlines` loads no
database.
"""

import argparse
import importlib
import os
import resource
import signal
import sys
from collections.abc import Callable, Sequence

from casework.frozen import frozen

Arguments = argparse.Namespace
Option = tuple[tuple[str, ...], dict[str, object]]


@frozen
class Command:
    """One row: what it is called, what it does, what it takes, and the function, as `module:name`. That returns the
    exit code. What it writes is its account's alone, but where it is `shared`: it says nothing of anybody.
    """

    name: str
    does: str
    function: str
    options: tuple[Option, ...] = ()
    shared: bool = False


def option(*flags: str, **settings: object) -> Option:
    """One argument of a command, as argparse takes it."""
    return flags, settings


COMMANDS = (
    Command("run", "the service: all of it, or the parts named", "run.start:command", (
        option("parts", nargs="?", help="some of mail,bot,desk,form,sweeps; all if none is named"),
        option("--story", action="store_true", help="play sample messages through the doors, and tell what happens"),
    )),
    Command("check", "load everything, try each far end, say what is wrong and what to do", "run.check:command"),
    Command("demo", "a made-up council's weeks, played through the real doors, in a store of their own",
            "run.demo.command:command", (
        option("--weeks", type=int, default=12, metavar="N"),
        option("--seed", type=int, default=1, metavar="N", help="the same seed and day give the same weeks"),
        option("--until", metavar="DATE", help="the day on which they end; today if not given"),
        option("--stay", action="store_true", help="go on running then, with a link to the desk"),
        option("--folder", default="var/demo", metavar="FOLDER", help="where its store, letters and report go"),
    )),
    Command("chat", "talk to the bot in the terminal", "run.chat:command", (
        option("--council", help="whose bot; the configured council if not given"),
        option("--script", metavar="FILE", help="JSON lines to say, or - ; with a store and a time of its own"),
    )),
    Command("parse", "what intake makes of raw emails, one JSON object each", "run.commands:parse", (
        option("files", nargs="+", metavar="FILE.eml", help="a raw email, or - "),
    )),
    Command("suggest", "the classifier's opinion on JSON lines", "run.commands:suggest", (
        option("file", metavar="FILE.jsonl", help="a file, or - "),
    )),
    Command("deadlines", "one date, and how it comes about", "run.commands:deadlines", (
        option("--council", required=True),
        option("--clock", required=True, help="a name from the rulebook's section 3"),
        option("--start", required=True, metavar="DATE-or-TIME"),
        option("--extended", action="store_true"),
        option("--paused-days", type=int, default=0, metavar="N"),
    )),
    Command("import", "a council's ledger into the store: the whole folder or nothing", "run.ledger:take_in", (
        option("folder", metavar="FOLDER", help="its files: stages.csv, compliments.csv and so on, or workbooks"),
        option("--council", required=True),
    )),
    Command("export", "the ledger out again, in the same files", "run.ledger:put_out", (
        option("folder", metavar="FOLDER"), option("--council", required=True),
    )),
    Command("report", "the annual or quarterly report: tables, page, Word document, workbook", "run.report:command", (
        option("--council", required=True),
        option("--from", required=True, metavar="DATE"), option("--to", required=True, metavar="DATE"),
        option("--out", required=True, metavar="FOLDER"),
        option("--public", action="store_true", help="small numbers hidden, for publishing"),
        option("--compare", metavar="FOLDER", help="another report's folder, to set beside this one"),
    )),
    Command("train", "build the classifier from its corpus, or a candidate", "run.learning:train", (
        option("--with-decisions", action="store_true", help="a candidate that learns from what staff decided, too"),
        option("--out", metavar="FOLDER", default="var/model-candidate", help="where the candidate goes"),
    ), shared=True),
    Command("evaluate", "score the classifier on labelled JSON lines", "run.learning:evaluate", (
        option("file", metavar="FILE.jsonl"),
        option("--out", metavar="FOLDER", help="where its pictures and the table go"),
        option("--model", metavar="FOLDER", help="another model than the one in use"),
    )),
    Command("staff", "staff accounts, their roles, and one-time links", "run.staff:command", (
        option("do", choices=("add", "list", "link", "remove")),
        option("id", nargs="?", help="a short name for the account, such as mina"),
        option("--name"), option("--email"), option("--roles", help="such as CO,CM"), option("--manager", default=""),
        option("--deputy", default=""), option("--teams", default="", help="such as duty,sen"),
        option("--new-phone", action="store_true", help="link: the codes of their old phone end, they sign in anew"),
    )),
    Command("migrate", "bring the database up to this version", "run.staff:migrate"),
    Command("backup", "a consistent copy of the store, while it is in use", "run.copies:backup", (
        option("file", metavar="FILE"),
    )),
    Command("restore", "an empty store filled from such a copy, checked", "run.copies:restore", (
        option("file", metavar="FILE"),
    )),
    Command("audit", "the record of who did and who looked: proved unbroken, or written out", "run.copies:record", (
        option("do", choices=("verify", "export")), option("file", nargs="?", metavar="FILE", help="a file, or - "),
    )),
    Command("keys", "new keys for what is stored: one more, and everything sealed under it", "run.copies:keys", (
        option("do", choices=("rotate",)),
    )),
    Command("forget", "what a person approved is forgotten everywhere; or what is due, and why", "run.forget:command", (
        option("--dry-run", action="store_true", help="say what is due and why, and forget nothing"),
        option("--again", metavar="RECORD", help="after a copy was brought back: what had been forgotten since it was "
               "made, as the record says that `heard audit export` wrote"),
    )),
    Command("bench", "how fast, as a table and JSON", "run.bench.command:command", (
        option("what", nargs="?", default="intake", help="growth takes minutes; england, 152 councils' year, hours",
               choices=("intake", "sweep", "suggest", "report", "desk", "growth", "england")),
        option("--count", type=int, help="of what is measured; as many as is usual, if not given"),
        option("--mails", metavar="FOLDER", help="of intake: these mails, each a file, and no made-up ones"),
    )),
)  # fmt: skip


def main(words: Sequence[str] | None = None) -> int:
    """Read the command line, do what it says, and return the exit code: 0 done, 1 could not, 2 wrong use. Told to stop
    (SIGTERM), a command tidies up as with Ctrl-C: half a copy of the store, or a store of its own, lies about nowhere.
    """
    _stand_in()
    arguments = read(sys.argv[1:] if words is None else words)
    module, _, function = arguments.function.partition(":")
    do: Callable[[Arguments], int] = getattr(importlib.import_module(module), function)
    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))  # a crash keeps no words
    before = os.umask(0o077)  # letters as files, lists, copies: of every other account on this machine none reads them
    if arguments.shared:
        os.umask(before)
    told = signal.signal(signal.SIGTERM, _stopped)
    try:
        code = do(arguments)
        sys.stdout.flush()  # here, where it can be said that there was no room for it
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    except OSError as wrong:
        sys.stderr.write(f"{wrong.filename or 'what was found'}: {wrong.strerror or type(wrong).__name__}\n")
        return 1
    except Exception as fault:
        from store import ailing  # only now: most commands need none of it

        if not (says := ailing.of_any(fault)):
            raise
        sys.stderr.write(f"{says}\n")
        return 1
    finally:
        signal.signal(signal.SIGTERM, told)
        os.umask(before)


def _stand_in() -> None:
    """Where standard input, output or error was closed: nothing to read, and nobody who is told. What is opened next
    would else take its number, and what is meant for the terminal be written into it.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode))  # noqa: SIM115, PTH123 open as long as the command runs


def _stopped(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def read(words: Sequence[str]) -> Arguments:
    """What a command line says, its options before, behind or between the rest: left alone, argparse takes a file that
    need not be given for one that was not, where an option stands before it.
    """
    row = next((row for row in COMMANDS if row.name in words[:1]), None)
    if row is None:
        return _parser().parse_args(words)  # --help, or wrong use
    command = argparse.ArgumentParser(prog=f"heard {row.name}", description=row.does)
    _take(command, row)
    return command.parse_intermixed_args(words[1:])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="heard", description="Complaints by children in care, answered in time.")
    commands = parser.add_subparsers(metavar="command", required=True)
    for row in COMMANDS:
        commands.add_parser(row.name, help=row.does, description=row.does)
    return parser


def _take(command: argparse.ArgumentParser, row: Command) -> None:
    command.add_argument("--config", default="config.yaml", metavar="FILE")
    command.set_defaults(function=row.function, shared=row.shared)
    for flags, settings in row.options:
        command.add_argument(*flags, **settings)  # type: ignore[arg-type]  # argparse's own types are looser


if __name__ == "__main__":
    sys.exit(main())
