import os
import sys
import tempfile
import traceback
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import NoReturn

import click

from bot.process.settings import read_settings
from bot.result_json import result_as_json
from bot.slack.rendering import counted, render
from flows.errors import ContentError, FlowError
from flows.maturity.loading import Maturity, decode, load_maturity, load_scale, read_bytes
from flows.maturity.result import Result, result_of
from flows.maturity.sheets import read_sheets


@click.group(invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="rung", message="rung %(version)s")
@click.pass_context
def rung(context: click.Context) -> None:
    """MLOps maturity check-ins for teams."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


@rung.command(name="help")
@click.argument("words", nargs=-1, metavar="[COMMAND]")
@click.pass_context
def show_help(context: click.Context, words: tuple[str, ...]) -> None:
    """Show what a command does."""
    command: click.Command = rung
    shown = context.find_root()
    for word in words:
        subcommand = command.get_command(shown, word) if isinstance(command, click.Group) else None
        if subcommand is None:
            raise click.UsageError(f'there is no command "{" ".join(words)}"; rung help lists them')
        command, shown = subcommand, click.Context(subcommand, info_name=word, parent=shown)
    click.echo(command.get_help(shown))


@rung.command()
def run() -> None:
    """Serve Slack, until SIGTERM or Ctrl-C."""
    from bot.run import run as serve_slack  # noqa: PLC0415 - the other commands start faster without

    serve_slack(read_settings(), click.echo)


@rung.command()
@click.argument("file")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for each sheet.")
@click.option("--scale", "scale_name", metavar="NAME", help="Only this scale, for the next step too.")
def place(file: str, *, as_json: bool, scale_name: str | None) -> None:
    """Place answer sheets on the scales.

    FILE is YAML, JSON, or JSON Lines with one sheet a line; - reads standard input. A sheet looks like
    {"answers": {"cicd": "no", "auto_pipeline": "yes"}}, with yes, partial, no or unknown.
    """
    maturity = _load_maturity()
    scales = [maturity.scale(scale_name)] if scale_name else list(maturity.scales)
    name, data = ("standard input", sys.stdin.buffer.read()) if file == "-" else (file, read_bytes(Path(file)))
    sheets = read_sheets(decode(data, name), name, maturity.catalogue)
    results = [result_of(sheet, maturity, scales) for sheet in sheets]
    click.echo("\n".join(map(result_as_json, results)) if as_json else _as_text(results, maturity))


@rung.command(name="try")
def try_it() -> None:
    """Have the conversation in the terminal, without Slack."""
    from bot.demo.terminal import converse  # noqa: PLC0415 - the other commands start faster without

    converse(read_settings(), click.echo)


@rung.command()
@click.option("--next-quarter", is_flag=True, help="Move the clock of a demo that runs on to its next check-ins.")
def demo(*, next_quarter: bool) -> None:
    """Run Rung in a small Slack on this machine."""
    from bot.demo import running  # noqa: PLC0415 - the other commands start faster without

    command = running.next_quarter if next_quarter else running.demo
    command(read_settings(), click.echo)


@rung.command()
@click.option("--url", metavar="URL", help="Your https://…/slack/events; without it, the app uses Socket Mode.")
@click.option("--link", is_flag=True, help="A link that creates the app on Slack's page, in place of the manifest.")
def manifest(url: str | None, *, link: bool) -> None:
    """Print the manifest from which Slack makes the app."""
    from bot.slack.manifest import creation_link, manifest_yaml  # noqa: PLC0415 - the other commands start faster without

    click.echo(creation_link(url) if link else manifest_yaml(url), nl=link)


@rung.command()
@click.argument("file", default="-")
@click.option("--csv", "as_csv", is_flag=True, help="A line for each result and scale, in place of JSON.")
@click.option("--workspace", "workspace_id", metavar="ID", help="Slack's id of the workspace, where there are several.")
@click.option("--schema", "shows_schema", is_flag=True, help="Print the JSON Schema, and export nothing.")
def export(file: str, *, as_csv: bool, workspace_id: str | None, shows_schema: bool) -> None:
    """Write all teams and their published results to FILE, or to standard output.

    Nobody's own answers are in it. docs/export.md explains every field.
    """
    from bot import export_file  # noqa: PLC0415 - the other commands start faster without

    if shows_schema:
        click.echo(export_file.schema())
    else:
        export_file.export_to(read_settings(), file, workspace_id, as_csv=as_csv)


@rung.command(name="import")
@click.argument("file")
def import_file(file: str) -> None:
    """Take the JSON of rung export into a database without teams.

    FILE may be - for standard input. All of it is taken, or nothing.
    """
    from bot.export_file import import_from  # noqa: PLC0415 - the other commands start faster without

    import_from(read_settings(), file, click.echo)


@rung.group()
def db() -> None:
    """Look after the database."""


@db.command()
def upgrade() -> None:
    """Bring the database to what this version of Rung needs; `rung run` does the same when it starts."""
    from storage.database import open_database  # noqa: PLC0415 - the other commands start faster without

    database = open_database(read_settings().database_url)
    try:
        click.echo(f"database {database.where}: {database.upgrade().sentence}")
    finally:
        database.close()


@rung.group()
def scales() -> None:
    """List and check maturity scales."""


@scales.command(name="list")
@click.argument("name", required=False)
@click.option("--above", type=int, metavar="N", help="Only levels above N.")
def list_scales(name: str | None, *, above: int | None) -> None:
    """List the scales, or the levels of one."""
    maturity = _load_maturity()
    chosen = [maturity.scale(name)] if name else list(maturity.scales)
    lowest = -1 if above is None else above
    template = "scale_levels" if name or above is not None else "scale_list"
    practices, width = maturity.catalogue.by_id, max(len(scale.scale) for scale in chosen)
    click.echo(render(template, "terminal.txt", scales=chosen, above=lowest, practices=practices, width=width))


@scales.command()
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Check a scale file of your own before Rung uses it."""
    scale = load_scale(file, load_maturity().catalogue)
    count = len(scale.levels)
    click.echo(f"{file} is fine: {scale.title}, version {scale.version}, {count} levels.")


@rung.group()
def learn() -> None:
    """Check what `/rung learn` and `/rung quiz` teach and ask."""


@learn.command(name="check")
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check_learning(folder: Path | None) -> None:
    """Check topics and questions: Rung's own, or a FOLDER laid out like flows/learning."""
    from flows.learning.loading import learning_problems, load_learning  # noqa: PLC0415 - the others start faster

    maturity = load_maturity()
    problems = learning_problems(maturity, folder)
    for problem in problems:
        click.echo(problem)
    if problems:
        raise ContentError(f"{counted(len(problems), 'problem')} found; nothing was changed")
    learning = load_learning(maturity, folder)
    topics, questions = counted(len(learning.topics.topics), "topic"), counted(len(learning.by_id), "question")
    click.echo(f"{folder or 'what Rung teaches'} is fine: {topics}, {questions}.")


def _load_maturity() -> Maturity:
    return load_maturity(read_settings().scales_dir)


def _as_text(results: list[Result], maturity: Maturity) -> str:
    return render("sheet_result", "terminal.txt", results=results, practices=maturity.catalogue.by_id)


def main() -> NoReturn:
    """Run the command line: exit status 2 for bad input, 1 for a failure, always with one clear line."""
    sys.excepthook = _report_unknown_error
    try:
        rung.main(prog_name="rung", standalone_mode=False)
        sys.stdout.flush()
    except FlowError as error:
        _fail(str(error), 2)
    except click.ClickException as error:
        _fail(error.format_message(), error.exit_code)
    except click.Abort:
        _fail("stopped", 1)
    except BrokenPipeError:
        # Whoever read the output has gone, as in `rung scales list | head -1`: nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    sys.exit(0)


def _fail(sentence: str, status: int) -> NoReturn:
    click.echo(f"rung: {' '.join(sentence.split())}", err=True)
    sys.exit(status)


def _report_unknown_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Say one line with a reference, and keep the details in a file of that name."""
    from bot.process.logs import redact  # noqa: PLC0415 - needed only here, and slow to import

    reference = token_hex(4)
    log = Path(tempfile.gettempdir()) / f"rung-{reference}.log"
    log.write_text(redact("".join(traceback.format_exception(kind, error, trace))), encoding="utf-8")
    click.echo(f"rung: something went wrong inside Rung, reference {reference}; the details are in {log}", err=True)
