"""A bench tells the truth about itself: its shape, its ids, its limits."""

import json

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
    assert brought("text/javascript", 'import { x } from "./part.js";') == ["./part.js"]
