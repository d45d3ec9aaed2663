"""What a spreadsheet would run leaves as text, and comes back as it was."""

import csv

import pytest

from springtide.foundation.text.sheets import bare, csv_lines, guarded

RUN = ["=1+1", "+86 138 1234", "-Ann", "@SUM(A1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("text", RUN)
def test_what_would_be_run_is_guarded_and_comes_back_unchanged(text):
    assert guarded(text) == f"'{text}" and bare(str(guarded(text))) == text


@pytest.mark.parametrize("text", ["Ann", "O'Neil", "'quoted'", "3-4", ""])
def test_other_text_is_left_alone_both_ways(text):
    assert guarded(text) == text and bare(text) == text


def test_numbers_stay_numbers():
    assert [guarded(n) for n in (-3, 2.5, None)] == [-3, 2.5, None]


def test_a_table_is_written_line_by_line_and_read_by_others():
    lines = csv_lines(iter([("name", "n"), ("-Ann, “x”", -1), ("阿里", 2)]))
    assert next(lines) == "\ufeff" and next(lines) == "name,n\r\n"
    assert list(csv.reader(lines)) == [["'-Ann, “x”", "-1"], ["阿里", "2"]]
