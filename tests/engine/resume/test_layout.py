"""Characters with places to lines in reading order."""

from springtide_engine.resume.layout import Glyph, read_page, without_running
from springtide_engine.resume.values import Line


def draw(text, left, base, size=10.0, step=None):
    """Each letter half as wide as it is high; a space is a gap, as in most files."""
    step = step or size / 2
    return [
        Glyph(
            char, left + place * step, left + place * step + size / 2, base, base - size * 0.8, base + size * 0.2, size
        )
        for place, char in enumerate(text)
        if char != " "
    ]


def texts(glyphs):
    return [line.text for line in read_page(glyphs, 1)]


def test_a_gap_is_a_space_and_a_wide_gap_a_new_part():
    glyphs = draw("Bath University", 50, 100) + draw("2020 - 2024", 400, 100)
    assert read_page(glyphs, 1)[0].parts == ("Bath University", "2020 - 2024")


def test_columns_with_headings_are_read_one_after_the_other():
    left = ["Skills", "Python", "Go", "SQL", "Rust", "Java"]
    right = ["Education", "Bath University", "BSc Physics", "Experience", "Acme Limited", "Engineer"]
    glyphs = [g for row, text in enumerate(left) for g in draw(text, 50, 100 + 15 * row)]
    glyphs += [g for row, text in enumerate(right) for g in draw(text, 250, 100 + 15 * row)]
    assert texts(glyphs) == left + right


def test_dates_at_the_margin_are_no_column():
    rows = [f"Company number {row}" for row in range(8)]
    glyphs = [g for row, text in enumerate(rows) for g in draw(text, 50, 100 + 15 * row)]
    glyphs += [g for row in range(8) for g in draw(f"201{row}", 400, 100 + 15 * row)]
    assert texts(glyphs) == [f"Company number {row}\t201{row}" for row in range(8)]


def test_letters_spread_for_looks_are_one_word():
    assert texts(draw("JORDAN", 50, 100, step=9)) == ["JORDAN"]


def test_arabic_runs_from_the_right_and_its_numbers_from_the_left():
    logical = "هاتف 123 456"
    visual = "456 123 " + logical[:4][::-1]
    assert texts(draw(visual, 50, 100)) == [logical]


def test_icons_and_presentation_forms_are_normalised():
    assert texts(draw("\uf0e0 ﬁne ⾼", 50, 100)) == ["fine 高"]


def test_headers_and_footers_that_return_are_left_out():
    def line(text, page, top):
        return Line(text, page, (text,), (0.0, top, 10.0, top + 10), 10.0)

    lines = [line("Ada", 1, 0), line("Work", 1, 400), line("Ada - page 1", 1, 800)]
    lines += [line("Play", 2, 100), line("Ada - page 2", 2, 800)]
    assert [each.text for each in without_running(lines)] == ["Ada", "Work", "Play"]
