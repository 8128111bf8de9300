import { strftime } from '../../src-main/core/prompt/strftime.ts';
import { positionalFunction } from '../../src-main/core/jinja/bind-arguments.ts';
import { NotSupported, TemplateError } from '../../src-main/core/jinja/failures.ts';
import { GLOBALS } from '../../src-main/core/jinja/globals.ts';
import { parseTemplate } from '../../src-main/core/jinja/parse-template.ts';
import { plainValue } from '../../src-main/core/jinja/plain-value.ts';
import { str } from '../../src-main/core/jinja/python-text.ts';
import { renderTemplate } from '../../src-main/core/jinja/render.ts';
import type { Value } from '../../src-main/core/jinja/values.ts';

/** The moment that `scripts/reference/render-with-jinja2.py` has too. */
const NOW = new Date(2026, 2, 5, 15, 7, 9);

export type Rendered = { readonly text: string } | { readonly refused: string } | { readonly failed: string };

/** A template with any variables; an error that is neither a refusal nor the template's own is thrown. */
export function renderWith(template: string, variables: object): Rendered {
  const given = new Map<string, Value>([
    ...GLOBALS,
    [
      'raise_exception',
      positionalFunction('raise_exception', 1, 1, ([message = null]) => {
        throw new TemplateError(str(message));
      }),
    ],
    ['strftime_now', positionalFunction('strftime_now', 1, 1, ([format = null]) => strftime(NOW, str(format)))],
    ...Object.entries(variables).map(([name, value]) => [name, plainValue(value)] as const),
  ]);
  try {
    return { text: renderTemplate(parseTemplate(template), given) };
  } catch (error) {
    if (error instanceof NotSupported) return { refused: error.message };
    if (error instanceof TemplateError) return { failed: error.message };
    throw error;
  }
}
