"""A bench tells the truth about itself: its shape, its ids, its limits."""

import json

import pytest

from tools.benches import careers, console, submit
from tools.benches.figures import Figure, median_of, report
from tools.benches.visit import brought


def test_the_shape_for_programs() -> None:
    told = json.loads(json.dumps(report("careers", [Figure("list_queries", 9, "queries", 10)])))
    assert set(told) == {"bench", "machine", "figures"}
    assert told["figures"] == [{"id": "list_queries", "value": 9, "unit": "queries", "limit": 10, "ok": True}]


def test_a_limit_is_a_ceiling_or_a_floor() -> None:
    assert not Figure("ms", 301, "ms", 300).ok
    assert Figure("rate", 301, "1/s", 300, floor=True).ok and not Figure("rate", 299, "1/s", 300, floor=True).ok
    assert Figure("anything", 1, "").ok


def test_the_middle_is_taken_so_that_one_bad_moment_does_not_count() -> None:
    times = iter([1.0, 90.0, 2.0])
    assert median_of(3, lambda: next(times)) == 2.0


def test_a_page_brings_what_a_browser_would_ask_for() -> None:
    page = '<link rel="stylesheet" href="/a.css"><script type="module" src="/b.js"></script><a href="/c/"></a>'
    assert brought("text/html", page) == ["/a.css", "/b.js"]
    style = (
        '@font-face { src: url("latin.woff2"); unicode-range: U+0000-00FF; }'
        "@font-face { src: url('arabic.woff2'); unicode-range: U+0600-06FF; } p { background: url(wave.svg) }"
    )
    assert brought("text/css", style) == ["latin.woff2", "wave.svg"]
    assert brought("text/css", "@font-face{src:url(a.woff2);unicode-range:U+??,U+131}") == ["a.woff2"]
    assert brought("text/css", "@font-face{src:url(b.woff2);unicode-range:U+6??}") == []
    assert brought("text/javascript", 'import { x } from "./part.js";') == ["./part.js"]


SMALL = 500  # applications: the least the sample is made with


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory):
    return tmp_path_factory.mktemp("kept")


def ids(figures) -> set[str]:
    told = list(figures)
    assert all(figure.value >= 0 and figure.unit for figure in told)
    assert all(figure.value == 0 for figure in told if figure.id in ("lost", "doubled"))
    return {figure.id for figure in told}


@pytest.mark.slow
def test_careers_gives_every_figure_that_was_promised(kept) -> None:
    assert ids(careers.measure(kept, applications=SMALL, pages=4, rounds=1)) == {
        "list_cached_rps_cpu",
        "list_uncached_rps_cpu",
        "position_uncached_rps_cpu",
        "list_queries",
        "first_visit_kb",
    }


@pytest.mark.slow
def test_submit_gives_every_figure_and_loses_and_doubles_nothing(kept) -> None:
    found = ids(submit.measure(kept, applications=SMALL, people=4, rounds=1, on_postgres=False))
    assert found == {"submits_per_s_1", "submits_per_s_8", "submits_per_s_16", "submit_cpu_ms", "lost", "doubled"}


@pytest.mark.slow
def test_console_gives_queries_and_time_of_every_page(kept) -> None:
    figures = list(console.measure(kept, applications=SMALL, rounds=1))
    found = ids(figures)
    pages = ("targets", "applications", "screening", "allocation", "offers", "insight")
    assert not [figure.id for figure in figures if figure.id.endswith("_queries") and figure.value < 3]
    assert {f"{page}_{what}" for page in pages for what in ("queries", "cpu_ms")} <= found
