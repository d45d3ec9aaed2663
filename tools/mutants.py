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


@dataclass(frozen=True)
class Mutant:
    """The module `name`, spoilt in the place of that `number`, which `label` names."""

    name: str
    number: int
    label: str


def mutants(name: str, text: str) -> list[Mutant]:
    """One for each place in a function that can be spoilt; annotations are left alone, since nobody runs them."""
    return [Mutant(name, number, f"{name}:{words}") for number, words in enumerate(_places(ast.parse(text)))]


def spoil(text: str, number: int) -> str:
    """The text of the module as the mutant has it."""
    tree = ast.parse(text)
    next(islice(_places(tree), number, None))
    return ast.unparse(tree)


def _places(tree: ast.Module) -> Iterator[str]:
    """Spoil the tree in one place after the other, mending the last one each time; gives line and words."""
    code = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    nodes = {id(node): node for function in code for part in function.body for node in ast.walk(part)}
    unrun = {id(deep) for node in nodes.values() for part in _annotations(node) for deep in ast.walk(part)}
    for node in nodes.values():
        if id(node) in unrun:
            continue
        for words, spoilt in _spoilt(node):
            before = dict(node.__dict__)
            label = f"{getattr(node, 'lineno', 0)}  {ast.unparse(node).splitlines()[0]}  ->  {words}"
            node.__dict__.update(spoilt.__dict__)
            yield label
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
