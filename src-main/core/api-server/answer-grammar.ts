import * as v from 'valibot';
import type { Grammar } from '#contract/sampling';
import { refusedField } from './api-error.ts';

const MOST_SCHEMA_LENGTH = 100_000;

export const ResponseFormat = v.object({
  type: v.string(),
  json_schema: v.nullish(v.object({ schema: v.nullish(v.record(v.string(), v.unknown())) })),
});

/** Any JSON object, for `json_object`. White space is bounded, since a model could write it without end. */
const JSON_OBJECT = `root ::= object
value ::= object | array | string | number | "true" | "false" | "null"
object ::= "{" ws ( string ws ":" ws value ws ("," ws string ws ":" ws value ws)* )? "}"
array ::= "[" ws ( value ws ("," ws value ws)* )? "]"
string ::= "\\"" ( [^"\\\\\\x00-\\x1F] | "\\\\" (["\\\\/bfnrt] | "u" [0-9a-fA-F]{4}) )* "\\""
number ::= "-"? ("0" | [1-9] [0-9]{0,15}) ("." [0-9]{1,15})? ([eE] [-+]? [0-9]{1,3})?
ws ::= [ \\n]{0,20}
`;

export interface FormedRequest {
  readonly response_format?: v.InferOutput<typeof ResponseFormat> | null | undefined;
  readonly grammar?: string | null | undefined;
}

/** The grammar of a request's `response_format`; its `grammar` is settled with the sampling. @throws ApiError 400 */
export function answerGrammar({ response_format: format, grammar }: FormedRequest): Grammar | null {
  if (!format || format.type === 'text') return null;
  if (grammar) throw refusedField('grammar', 'An answer keeps to a grammar or to response_format, not to both.');
  if (format.type === 'json_object') return { kind: 'gbnf', text: JSON_OBJECT };
  const schema = format.json_schema?.schema;
  if (format.type !== 'json_schema' || !schema) {
    throw refusedField('response_format', 'The type is text, json_object, or json_schema with json_schema.schema.');
  }
  const text = JSON.stringify(schema);
  if (text.length > MOST_SCHEMA_LENGTH) throw refusedField('response_format', 'The schema is too long.');
  return { kind: 'json-schema', text };
}
