"""Renders templates with the real Jinja2, in the environment of transformers' apply_chat_template.

Reads {"variables": {...}, "templates": [...]} and writes a list with the text of each, or null where it fails.
See transformers/utils/chat_template_utils.py.
"""

import copy
import datetime
import json
import sys

import jinja2
import jinja2.ext
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment


class Generation(jinja2.ext.Extension):
    tags = {"generation"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        body = parser.parse_statements(["name:endgeneration"], drop_needle=True)
        return nodes.CallBlock(self.call_method("_render"), [], [], body).set_lineno(line)

    def _render(self, caller):
        return caller()


def raise_exception(message):
    raise jinja2.exceptions.TemplateError(message)


def tojson(x, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(x, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys)


def strftime_now(format):
    return datetime.datetime(2026, 3, 5, 15, 7, 9).strftime(format)


environment = ImmutableSandboxedEnvironment(
    trim_blocks=True, lstrip_blocks=True, extensions=[Generation, jinja2.ext.loopcontrols]
)
environment.filters["tojson"] = tojson
environment.globals["raise_exception"] = raise_exception
environment.globals["strftime_now"] = strftime_now


def render(template, variables):
    try:
        # A copy each, because Jinja2's own filter `indent` changes a list that it is given by mistake.
        return environment.from_string(template).render(**copy.deepcopy(variables))
    except Exception as error:
        if "--why" in sys.argv:
            print(f"{type(error).__name__}: {error}\n  {template!r}", file=sys.stderr)
        return None


# Bytes, because text streams of Python would change line ends on some systems.
asked = json.loads(sys.stdin.buffer.read().decode("utf-8", "surrogatepass"))
answers = [render(template, asked["variables"]) for template in asked["templates"]]
sys.stdout.buffer.write(json.dumps({"version": jinja2.__version__, "answers": answers}).encode())
