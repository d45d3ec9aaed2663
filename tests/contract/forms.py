"""The forms of a page as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = ("text", "search", "email", "url", "tel", "number", "date", "month", "datetime-local", "hidden", "textarea")


@dataclass
class Form:
    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, value: str, kind: str) -> None:
        self.kinds[name] = kind
        self.values.setdefault(name, []).append(value)

    @property
    def typed(self) -> list[str]:
        """Names of the fields in which somebody can put what they like."""
        return [name for name, kind in self.kinds.items() if kind in TYPED and name != "csrfmiddlewaretoken"]


class Reader(HTMLParser):
    """Collects forms; select elements send what is chosen, or their first option."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.open: Form | None = None
        self.area: tuple[str, list[str]] | None = None
        self.select: tuple[str, list[tuple[str, bool]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {key: value or "" for key, value in attrs}
        name = held.get("name", "")
        if tag == "form":
            self.open = Form(held.get("action", ""), held.get("method", "get").lower())
            self.forms.append(self.open)
        elif self.open is None or (not name and tag != "option"):
            return
        elif tag == "textarea":
            self.area = (name, [])
        elif tag == "select":
            self.select = (name, [])
        elif tag == "option" and self.select:
            self.select[1].append((held.get("value", ""), "selected" in held))
        elif tag == "input":
            kind = held.get("type", "text")
            if kind not in ("checkbox", "radio", "file", "submit") or "checked" in held:
                self.open.add(name, held.get("value", "on" if kind == "checkbox" else ""), kind)
            elif kind == "radio" and name not in self.open.values:
                self.open.add(name, held.get("value", ""), kind)

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        elif tag == "textarea" and self.area and self.open:
            self.open.add(self.area[0], "".join(self.area[1]), "textarea")
            self.area = None
        elif tag == "select" and self.select and self.open:
            chosen = [value for value, is_chosen in self.select[1] if is_chosen] or [v for v, _ in self.select[1][:1]]
            for value in chosen:
                self.open.add(self.select[0], value, "select")
            self.select = None


def forms_of(page: str) -> list[Form]:
    reader = Reader()
    reader.feed(page)
    return reader.forms
