"""Every function says what it takes and gives; public ones say it in a sentence as well."""

import ast
from collections.abc import Iterator

from tests.architecture.guards.findings import Finding
from tests.architecture.guards.sources import Source

Function = ast.FunctionDef | ast.AsyncFunctionDef

# Methods that a framework calls and documents; overriding one needs no sentence of its own.
HOOK_NAMES = """
    ready handle add_arguments
    get post put patch delete head options dispatch setup http_method_not_allowed
    get_context_data get_queryset get_object get_form get_form_class get_form_kwargs get_initial get_success_url
    get_template_names form_valid form_invalid test_func handle_no_permission has_permission get_absolute_url
    clean save full_clean get_context format_value value_from_datadict has_changed to_python prepare_value
    get_full_name get_short_name get_urls get_readonly_fields
    has_add_permission has_change_permission has_delete_permission has_view_permission has_module_permission
    process_request process_response process_view process_exception get_traceback_html get_traceback_text
    handle_raw_input receive_data_chunk file_complete new_file
    before_import before_import_row after_import_row import_row get_instance skip_row export
"""
HOOKS = frozenset(HOOK_NAMES.split())
HOOK_PREFIXES = ("clean_", "render_", "dehydrate_")


def docstrings(source: Source) -> Iterator[Finding]:
    """Modules and public functions without a docstring; methods of private classes and hooks need none."""
    if source.tree.body and ast.get_docstring(source.tree) is None:
        yield Finding(source.path, 1, "docstring", "the module does not say what it is")
    for function in _public(source.tree.body, in_class=False):
        if ast.get_docstring(function) is None:
            yield Finding(source.path, function.lineno, "docstring", f"{function.name}() has no docstring")


def hints(source: Source) -> Iterator[Finding]:
    """Functions, private and inner ones too, whose arguments or result have no type."""
    methods = {
        id(function) for owner in ast.walk(source.tree) if isinstance(owner, ast.ClassDef) for function in owner.body
    }
    for function in ast.walk(source.tree):
        if isinstance(function, Function):
            bare = list(_bare(function, is_method=id(function) in methods))
            if bare:
                what = f"{function.name}() lacks the type of {', '.join(bare)}"
                yield Finding(source.path, function.lineno, "hint", what)


def _public(body: list[ast.stmt], *, in_class: bool) -> Iterator[Function]:
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from _public(node.body, in_class=True)
        elif isinstance(node, Function) and not node.name.startswith("_") and not _is_excused(node, in_class):
            yield node


def _is_excused(function: Function, in_class: bool) -> bool:
    if any(isinstance(one, ast.Attribute) and one.attr in ("setter", "deleter") for one in function.decorator_list):
        return True
    return in_class and (function.name in HOOKS or function.name.startswith(HOOK_PREFIXES))


def _bare(function: Function, *, is_method: bool) -> Iterator[str]:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    static = any(isinstance(one, ast.Name) and one.id == "staticmethod" for one in function.decorator_list)
    named = positional[1:] if is_method and not static else positional
    rest = [one for one in (arguments.vararg, arguments.kwarg) if one]
    yield from (one.arg for one in (*named, *arguments.kwonlyargs, *rest) if one.annotation is None)
    if function.returns is None:
        yield "the result"
