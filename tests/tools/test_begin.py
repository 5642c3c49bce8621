"""Whoever has an old Python reads one sentence, not a SyntaxError."""

import ast
import subprocess
import sys
from pathlib import Path

from scripts import begin

BEGIN = Path(begin.__file__)
NEWER_THAN_PYTHON_2 = (
    ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.AsyncFunctionDef, ast.Nonlocal, ast.YieldFrom, ast.Starred, ast.Match
)  # fmt: skip


def test_the_first_script_holds_nothing_that_an_old_python_cannot_parse():
    tree = ast.parse(BEGIN.read_text())
    new = [type(node).__name__ for node in ast.walk(tree) if isinstance(node, NEWER_THAN_PYTHON_2)]
    annotated = [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg) and node.annotation]
    assert (new, annotated) == ([], [])
    assert BEGIN.read_text().isascii()


def test_a_python_that_is_too_old_is_told_so_in_one_sentence(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["begin.py", "run"])
    monkeypatch.setattr(begin, "newer_python", lambda: None)
    assert begin.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("This needs Python 3.11 or newer, and this one is 3.9.2. Install it")
    assert len(said.splitlines()) == 1


def test_where_a_newer_python_stands_beside_the_old_one_the_sentence_names_it(monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["begin.py", "run"])
    monkeypatch.setattr(begin, "newer_python", lambda: "/opt/bin/python3.12")
    begin.main()
    assert capsys.readouterr().err.endswith("Type: make run PYTHON=/opt/bin/python3.12.\n")


def test_make_passes_the_answer_on():
    done = subprocess.run(["make", "run", "PORT=not-a-number"], cwd=BEGIN.parent.parent, capture_output=True, text=True)
    assert done.returncode == 2
    assert "PORT is 'not-a-number'. Write a number between 1 and 65535, such as 8000." in done.stderr
