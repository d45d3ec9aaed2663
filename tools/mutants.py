"""Ways to spoil a module in one place."""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
    ast.And: ast.Or,
    ast.Or: ast.And,
}

# Mutants that change no answer, only the time it takes: module, what its line holds, how what was done ends ("": any).
EQUIVALENT: tuple[tuple[str, str, str], ...] = (
    # Who asks first, and what is fetched ahead, changes nothing in the outcome of deferred acceptance.
    ("compiled.py", "2 * depth >= 3 * capacities[p]", ""),
    ("compiled.py", "warm", ""),
    # The shortcuts for rows in order and ids that are row numbers: others are read the longer way, to the same market.
    ("frames.py", "if low == 0 <= wanted.min()", "0  ->  1"),
    ("frames.py", "if low == 0 <= wanted.min()", "ids.size - 1  ->  ids.size + 1"),
    ("frames.py", "not (asked[1:] >= asked[:-1]).all()", "asked[1:] >= asked[:-1]  ->  asked[1:] > asked[:-1]"),
    ("frames.py", "if low == 0 <= wanted.min()", "1  ->  2"),
    ("frames.py", "np.full(high - low + 2", "2  ->  3"),
    # Two ways to one answer, taken by size.
    ("problem.py", "if longest > LONG_LIST", "longest > LONG_LIST  ->  longest >= LONG_LIST"),
    (
        "ties.py",
        "compiled.WIDEST",
        "market.positions.size < compiled.WIDEST  ->  market.positions.size <= compiled.WIDEST",
    ),
    ("ties.py", "scores.max(initial=0)) - int(scores.min(initial=0))", "0  ->  1"),
    ("frames.py", "if low == 0 <= wanted.min()", "ids[1:] > ids[:-1]  ->  ids[1:] >= ids[:-1]"),  # no id twice
    # Lengths that are equal by what stands before.
    ("", "strict=True", "True  ->  False"),
    # A rank at the limit is that of somebody held, or who will be refused at once: a round more.
    (
        "rounds.py",
        "welcome &= ",
        "->  level.order.rank[asking] <= limit[level.of[places]]",
    ),
    ("problem.py", "return repeated(owners * (int(positions.max()) + 1) + positions)", "+ 1) - positions"),
    ("ties.py", "score_bits + lot_bits > 63", "score_bits + lot_bits >= 63"),
    # Where the optimum begins to look, and how much it takes up at once; it ends at the same place.
    (
        "optimum/start.py",
        "begins[groups] < most",
        "->  np.arange(groups.size) - begins[groups] <= most[groups]",
    ),
    ("optimum/start.py", "full = (model.seats > 0)", "count >= model.seats  ->  count > model.seats"),
    ("optimum/conflict.py", "most = max(1,", "1  ->  2"),
    ("optimum/start.py", "shift = max(0, (top + 1)", ""),
    ("optimum/start.py", "last = (counts < (MULTIPLE", ""),
    ("optimum/start.py", "edges = leaders[np.union1d(", ""),
    # A position without seats has a row that lets nobody in, whether its choices are worth something or not.
    ("optimum/model.py", "if not seats.all()", "if not seats.all():  ->  not (not seats.all())"),
)


@dataclass(frozen=True)
class Mutant:
    """The module `name`, spoilt in the place of that `number`: `words` say how, `line` is what stood there."""

    name: str
    number: int
    row: int
    line: str
    words: str

    @property
    def label(self) -> str:
        return f"{self.name}:{self.row}  {self.words}"

    @property
    def equivalent(self) -> bool:
        """Whether it is known to change no answer."""
        return any(
            self.name.endswith(name) and line in self.line and self.words.endswith(words)
            for name, line, words in EQUIVALENT
        )


def mutants(name: str, text: str) -> list[Mutant]:
    """One for each place in a function that can be spoilt; annotations are left alone, since nobody runs them."""
    lines = text.splitlines()
    places = enumerate(_places(ast.parse(text)))
    return [Mutant(name, number, row, lines[row - 1].strip(), words) for number, (row, words) in places]


def spoil(text: str, number: int) -> str:
    """The text of the module as the mutant has it."""
    tree = ast.parse(text)
    next(islice(_places(tree), number, None))
    return ast.unparse(tree)


def _places(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Spoil the tree in one place after the other, mending the last one each time; gives line and words."""
    code = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    nodes = {id(node): node for function in code for part in function.body for node in ast.walk(part)}
    unrun = {id(deep) for node in nodes.values() for part in _annotations(node) for deep in ast.walk(part)}
    for node in nodes.values():
        if id(node) in unrun:
            continue
        for words, spoilt in _spoilt(node):
            before = dict(node.__dict__)
            told = f"{ast.unparse(node).splitlines()[0]}  ->  {words}"
            node.__dict__.update(spoilt.__dict__)
            yield node.lineno, told  # type: ignore[attr-defined]
            node.__dict__.clear()
            node.__dict__.update(before)


def _annotations(node: ast.AST) -> list[ast.AST]:
    if isinstance(node, ast.AnnAssign):
        return [node.annotation]
    if isinstance(node, ast.FunctionDef):
        return [part for part in (node.returns, *(a.annotation for a in node.args.args)) if part is not None]
    return []


def _spoilt(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    new = copy.copy(node)
    if isinstance(new, ast.Compare) and type(new.ops[0]) in SWAPS:
        new.ops = [SWAPS[type(new.ops[0])](), *new.ops[1:]]  # type: ignore[list-item]
    elif isinstance(new, ast.BinOp | ast.BoolOp | ast.AugAssign) and type(new.op) in SWAPS:
        new.op = SWAPS[type(new.op)]()  # type: ignore[assignment]
    elif isinstance(new, ast.Constant) and type(new.value) is int:
        new.value += 1
    elif isinstance(new, ast.Constant) and type(new.value) is bool:
        new.value = not new.value
    elif isinstance(new, ast.If | ast.IfExp | ast.While):
        new.test = ast.UnaryOp(ast.Not(), new.test)
        yield f"not ({ast.unparse(node.test)})", new  # type: ignore[attr-defined]
        return
    else:
        return
    yield ast.unparse(new).splitlines()[0], new
