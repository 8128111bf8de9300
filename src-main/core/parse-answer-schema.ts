import { SarviError } from '#contract/errors';
import { because, type Reason } from '#contract/reasons';

/** Limits the recursion; deeper than any schema that is in use. */
const MOST_NESTED = 64;
const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'null', 'object', 'array']);
const FORMATS = new Set(['date', 'time', 'date-time']);
const ANNOTATIONS = [
  'title',
  'description',
  '$comment',
  '$schema',
  '$id',
  'default',
  'examples',
  'deprecated',
  '$defs',
];

/**
 * llama.cpp repeats a rule fewer than 2,000 times, those within it counted, and takes a greater most count for none. Each
 * repetition of the generator's has two.
 */
const MOST_COUNTED = 999;
const LEAST_UNCOUNTED = 2002;

/** The keywords of each kind of schema besides annotations. */
const KEYWORDS = {
  $ref: ['$ref'],
  const: ['const', 'type'],
  enum: ['enum', 'type'],
  oneOf: ['oneOf'],
  anyOf: ['anyOf'],
  object: ['type', 'properties', 'required', 'additionalProperties', 'minProperties', 'maxProperties'],
  array: ['type', 'items', 'prefixItems', 'minItems', 'maxItems'],
  string: ['type', 'minLength', 'maxLength', 'format'],
  other: ['type'],
} as const;

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses a JSON schema for the grammar generator. The generator ignores keywords that it does not know, so an answer
 * could break the schema unnoticed; therefore every keyword that is not supported is refused by name.
 *
 * @throws SarviError `schema-invalid`
 */
export function parseAnswerSchema(text: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new SarviError('schema-invalid', { reason: because('schema-not-json') }, { cause: error });
  }
  const definitions = isObject(parsed) && isObject(parsed['$defs']) ? Object.keys(parsed['$defs']) : [];
  return rewrite(parsed, '#', new Set(definitions), 0);
}

function rewrite(schema: unknown, place: string, definitions: ReadonlySet<string>, depth: number): JsonObject {
  if (depth > MOST_NESTED) throw refused(because('schema-too-deep', { place, most: MOST_NESTED }));
  if (!isObject(schema)) throw refused(because('schema-not-object', { place }));
  if (depth > 0 && schema['$defs'] !== undefined) throw refused(because('schema-inner-definitions', { place }));
  const kind = kindOf(schema, place);
  const unknown = Object.keys(schema).find((key) => ![...ANNOTATIONS, ...KEYWORDS[kind]].includes(key));
  if (unknown !== undefined) throw refused(because('schema-unkept', { place, keyword: JSON.stringify(unknown) }));
  const inner = (value: unknown, name: string): JsonObject =>
    rewrite(value, `${place}/${name}`, definitions, depth + 1);
  const innerOf = (value: unknown, name: string): Record<string, JsonObject> => {
    if (!isObject(value)) throw refused(because('schema-not-object', { place: `${place}/${name}` }));
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inner(each, `${name}/${key}`)]));
  };
  const listOf = (value: unknown, name: string): JsonObject[] => {
    if (!Array.isArray(value) || value.length === 0)
      throw refused(because('schema-not-list', { place: `${place}/${name}` }));
    return value.map((each, index) => inner(each, `${name}/${index}`));
  };
  const definitionsHere = schema['$defs'] === undefined ? {} : { $defs: innerOf(schema['$defs'], '$defs') };
  switch (kind) {
    case '$ref': {
      const name = /^#\/\$defs\/([^/]+)$/.exec(String(schema['$ref']))?.[1];
      if (name === undefined || !definitions.has(name)) throw refused(because('schema-unknown-reference', { place }));
      return { $ref: schema['$ref'], ...definitionsHere };
    }
    case 'const':
      return { const: literal(schema['const'], place), ...definitionsHere };
    case 'enum': {
      const values: unknown = schema['enum'];
      if (!Array.isArray(values) || values.length === 0)
        throw refused(because('schema-not-list', { place: `${place}/enum` }));
      return { enum: values.map((value) => literal(value, place)), ...definitionsHere };
    }
    case 'oneOf':
    case 'anyOf':
      return { oneOf: listOf(schema[kind], kind), ...definitionsHere };
    case 'object':
      return object(schema, place, { inner, innerOf, definitionsHere });
    case 'array': {
      const { items, prefixItems } = schema;
      return {
        type: 'array',
        ...counts(schema, place, ['minItems', 'maxItems']),
        ...(items === undefined ? {} : { items: inner(items, 'items') }),
        ...(prefixItems === undefined ? {} : { prefixItems: listOf(prefixItems, 'prefixItems') }),
        ...definitionsHere,
      };
    }
    case 'string': {
      const { format } = schema;
      if (format === undefined) return { type: 'string', ...counts(schema, place, ['minLength', 'maxLength']) };
      if (typeof format !== 'string' || !FORMATS.has(format))
        throw refused(because('schema-format', { place, format: JSON.stringify(format) }));
      if (schema['minLength'] !== undefined || schema['maxLength'] !== undefined) {
        throw refused(because('schema-format-and-length', { place }));
      }
      return { type: 'string', format };
    }
    case 'other':
      return { type: schema['type'] };
    default:
      return kind satisfies never;
  }
}

function object(
  schema: JsonObject,
  place: string,
  parts: {
    inner: (value: unknown, name: string) => JsonObject;
    innerOf: (value: unknown, name: string) => Record<string, JsonObject>;
    definitionsHere: JsonObject;
  },
): JsonObject {
  const properties = parts.innerOf(schema['properties'] ?? {}, 'properties');
  const { required = [], additionalProperties } = schema;
  // Every listed property is written; others cannot be, so they must not be required.
  if (!Array.isArray(required) || required.some((name) => !Object.hasOwn(properties, String(name)))) {
    throw refused(because('schema-unlisted-property', { place }));
  }
  return {
    type: 'object',
    properties,
    ...counts(schema, place, ['minProperties', 'maxProperties']),
    ...(additionalProperties === undefined
      ? {}
      : typeof additionalProperties === 'boolean'
        ? { additionalProperties }
        : { additionalProperties: parts.inner(additionalProperties, 'additionalProperties') }),
    ...parts.definitionsHere,
  };
}

function kindOf(schema: JsonObject, place: string): keyof typeof KEYWORDS {
  for (const kind of ['$ref', 'const', 'enum', 'oneOf', 'anyOf'] as const) if (Object.hasOwn(schema, kind)) return kind;
  const { type } = schema;
  const types: unknown[] = Array.isArray(type) ? type : [type];
  const wrong = types.find((each) => typeof each !== 'string' || !TYPES.has(each));
  if (types.length === 0 || wrong !== undefined || type === undefined)
    throw refused(because('schema-without-type', { place }));
  if (type === 'object' || type === 'array' || type === 'string') return type;
  if (types.includes('object') || types.includes('array')) throw refused(because('schema-mixed-types', { place }));
  return 'other';
}

function counts(schema: JsonObject, place: string, [least, most]: readonly [string, string]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of [least, most]) {
    const value = schema[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw refused(because('schema-bad-bound', { place, name, value: JSON.stringify(value) }));
    }
    const isKept = value <= MOST_COUNTED || (name === most && value >= LEAST_UNCOUNTED);
    if (!isKept) throw refused(because('schema-count-too-large', { place, name, value, most: MOST_COUNTED }));
    found[name] = value;
  }
  if ((found[least] ?? 0) > (found[most] ?? Infinity))
    throw refused(because('schema-crossed-bounds', { place, least, most }));
  return found;
}

function literal(value: unknown, place: string): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  throw refused(because('schema-value-not-plain', { place }));
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(reason: Reason): SarviError {
  return new SarviError('schema-invalid', { reason });
}
