"""What the readers of files say about a file, in the reader's language."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from zhike.core.tables.cells import Problem, problem
from zhike.core.tables.limits import Unreadable
from zhike.methods.schedule.files import errors

SENTENCES = {
    "empty": gettext_noop("The file is empty."),
    "too_big": gettext_noop("The file is too large to be read."),
    "too_deep": gettext_noop("The file is nested too deeply to be a plan."),
    "outline_too_deep": gettext_noop("The outline of the file is more than {limit} levels deep."),
    "too_many": gettext_noop("There are too many lines in the file: more than {limit}."),
    "text_too_long": gettext_noop("One value in the file is longer than {limit} characters."),
    "not_xml": gettext_noop("The file is damaged: it is not well-formed XML. Save it anew from the program it is of."),
    "has_doctype": gettext_noop("The file declares entities, which a plan never needs. It is not read."),
    "bad_encoding": gettext_noop("The characters of the file cannot be read. Save it as UTF-8."),
    "not_a_project": gettext_noop("This is XML, but not a plan. In Microsoft Project, save the plan as XML."),
    "no_start": gettext_noop("The plan in the file has no start."),
    "date_out_of_range": gettext_noop("{row}: {element} is {value}. Only days from 1900 to 2199 can be planned."),
    "duration_out_of_range": gettext_noop("{row}: {element} is {value}. At most 100,000 days can be planned."),
    "not_json": gettext_noop("The file is damaged: it is not well-formed JSON."),
    "not_a_plan": gettext_noop("This is JSON, but neither a plan of Zhike nor a board that is known here."),
    "newer_version": gettext_noop("The file was written by a newer Zhike. Bring this one up to date first."),
    "bad_value": gettext_noop("{where}: this value cannot be read ({reason})."),
    "unknown_form": gettext_noop("This is no kind of file a plan can be taken from."),
    "cannot_open": gettext_noop("The file cannot be opened."),
    "needs_mpxj": gettext_noop(
        "{form} files are read with an optional part that is not installed here. Ask whoever runs Zhike to install it "
        "(pip install mpxj jpype1, and Java), or save the plan as XML in the program it is of."
    ),
    "needs_java": gettext_noop(
        "{form} files are read with Java, which is not installed here. Ask whoever runs Zhike to install it, or save "
        "the plan as XML in the program it is of."
    ),
    "mpxj_failed": gettext_noop("The file is damaged, or of a version that cannot be read: {reason}"),
    "took_too_long": gettext_noop("Reading the file took too long."),
    "value_unclear": gettext_noop("{row}: {element} is {value}, which means nothing; {used} is used."),
    "id_missing": gettext_noop("{row} has no number of its own; it is now {used}."),
    "id_taken": gettext_noop("{row}: the number {value} is taken already; it is now {used}."),
    "link_to_nowhere": gettext_noop("{row} waits for task {value}, which is not in the file. The link is left out."),
    "link_to_other_file": gettext_noop(
        "{row} waits for a task of another file ({value}). The link is kept for export, but not computed."
    ),
    "assignment_of_nothing": gettext_noop("{row} is for task {value}, which is not in the file. It is left out."),
    "resource_unknown": gettext_noop("{row} names resource {value}, which is not in the file. Nobody is assigned."),
    "calendar_unknown": gettext_noop(
        "{row} names calendar {value}, which is not in the file. The calendar of the plan is used."
    ),
    "base_in_circle": gettext_noop("{row}: the calendars it is based on lead back to itself. It has no base now."),
    "hours_overlap": gettext_noop("{row}: working hours overlap; they were put in order."),
    "too_deep_outline": gettext_noop("{row} stands more than one level below the line above it. It was moved up."),
    "constraint_without_date": gettext_noop(
        "{row} has a constraint without a date. It is planned as soon as possible."
    ),
    "blank_lines": gettext_noop("{count} blank lines were left out."),
    "parent_unknown": gettext_noop("{row} stands below task {value}, which does not come before it. It is at the top."),
    "not_a_board": gettext_noop("This is no export of {product}."),
    "row_id_missing": gettext_noop("The row has no number; it is now {used}."),
    "row_id_taken": gettext_noop("The number {value} is taken already; it is now {used}."),
    "row_id_rounded": gettext_noop("A spreadsheet rounded the number {value}; it means nothing any more."),
    "row_name_missing": gettext_noop("The name of the task is missing."),
    "row_reference_unknown": gettext_noop("It waits for {value}, which is not on the board. That is left out."),
    "row_parent_unknown": gettext_noop("It belongs to {value}, which is not on the board. It stands alone."),
    "row_parent_in_circle": gettext_noop("It belongs to {value}, which belongs to it. It stands alone."),
    "row_name_ambiguous": gettext_noop("Several rows are called {value}. The first is meant."),
    "row_date_unclear": gettext_noop("{column} is {value}, which is no date. It is left out."),
    "row_date_ambiguous": gettext_noop("{column} is {value}: the day is taken to come first."),
    "row_cell_unclear": gettext_noop("{column} is {value}, which means nothing. It is left out."),
    "more": gettext_noop("{count} more remarks of this kind are not shown."),
}


def sentence(said: errors.Remark | errors.Unreadable) -> str:
    """The remark in words; the plain English of the reader where none are known here."""
    form = SENTENCES.get(said.code)
    if form is None:
        return str(said)
    try:
        told = _(form).format(**{name: str(value)[:80] for name, value in said.facts.items()})
    except (KeyError, IndexError):
        return str(said)
    return told if said.line is None else _("Line %(line)d: %(words)s") % {"line": said.line, "words": told}


def refused(error: errors.Unreadable) -> Unreadable:
    return Unreadable(sentence(error))


def told(remarks: Iterable[errors.Remark]) -> list[Problem]:
    return [problem("", "", sentence(one)) for one in remarks]
