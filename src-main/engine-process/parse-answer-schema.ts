import { SarviError } from '#contract/errors';

/** Deeper than anything that a person or a tool writes; bounds the recursion. */
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

/** What each kind of schema may say besides its annotations. */
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
 * A JSON schema as the grammar generator reads it. The generator passes over what it does not know, so that an answer
 * could break the schema unseen; every keyword that cannot be kept is refused by name instead.
 *
 * @throws SarviError `grammar-invalid`
 */
export function parseAnswerSchema(text: string): JsonObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw new SarviError('grammar-invalid', { reason: 'the schema is not JSON' }, { cause: error });
  }
  const definitions = isObject(parsed) && isObject(parsed['$defs']) ? Object.keys(parsed['$defs']) : [];
  return rewrite(parsed, '#', new Set(definitions), 0);
}

function rewrite(schema: unknown, place: string, definitions: ReadonlySet<string>, depth: number): JsonObject {
  if (depth > MOST_NESTED) throw refused(place, `nests deeper than ${MOST_NESTED}`);
  if (!isObject(schema)) throw refused(place, 'is not an object');
  if (depth > 0 && schema['$defs'] !== undefined) throw refused(place, 'has $defs, which belong to the root');
  const kind = kindOf(schema, place);
  const unknown = Object.keys(schema).find((key) => ![...ANNOTATIONS, ...KEYWORDS[kind]].includes(key));
  if (unknown !== undefined) throw refused(place, `says ${JSON.stringify(unknown)}, which cannot be kept`);
  const inner = (value: unknown, name: string): JsonObject =>
    rewrite(value, `${place}/${name}`, definitions, depth + 1);
  const innerOf = (value: unknown, name: string): Record<string, JsonObject> => {
    if (!isObject(value)) throw refused(`${place}/${name}`, 'is not an object');
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inner(each, `${name}/${key}`)]));
  };
  const listOf = (value: unknown, name: string): JsonObject[] => {
    if (!Array.isArray(value) || value.length === 0) throw refused(`${place}/${name}`, 'is not a list');
    return value.map((each, index) => inner(each, `${name}/${index}`));
  };
  const definitionsHere = schema['$defs'] === undefined ? {} : { $defs: innerOf(schema['$defs'], '$defs') };
  switch (kind) {
    case '$ref': {
      const name = /^#\/\$defs\/([^/]+)$/.exec(String(schema['$ref']))?.[1];
      if (name === undefined || !definitions.has(name)) throw refused(place, 'refers to nothing in $defs');
      return { $ref: schema['$ref'], ...definitionsHere };
    }
    case 'const':
      return { const: literal(schema['const'], place), ...definitionsHere };
    case 'enum': {
      const values: unknown = schema['enum'];
      if (!Array.isArray(values) || values.length === 0) throw refused(`${place}/enum`, 'is not a list');
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
        throw refused(place, `has the format ${JSON.stringify(format)}`);
      if (schema['minLength'] !== undefined || schema['maxLength'] !== undefined) {
        throw refused(place, 'has a format and a length');
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
  // Every listed property is written, so that what is required beyond them could not be.
  if (!Array.isArray(required) || required.some((name) => !Object.hasOwn(properties, String(name)))) {
    throw refused(place, 'requires a property that it does not list');
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
    throw refused(place, 'has no type that is known');
  if (type === 'object' || type === 'array' || type === 'string') return type;
  if (types.includes('object') || types.includes('array')) throw refused(place, 'mixes objects or lists with others');
  return 'other';
}

function counts(schema: JsonObject, place: string, [least, most]: readonly [string, string]): Record<string, number> {
  const found: Record<string, number> = {};
  for (const name of [least, most]) {
    const value = schema[name];
    if (value === undefined) continue;
    if (typeof value !== 'number' || !Number.isSafeInteger(value) || value < 0) {
      throw refused(place, `has the ${name} ${JSON.stringify(value)}`);
    }
    found[name] = value;
  }
  if ((found[least] ?? 0) > (found[most] ?? Infinity)) throw refused(place, `has a ${least} above its ${most}`);
  return found;
}

function literal(value: unknown, place: string): string | number | boolean | null {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return value;
  }
  throw refused(place, 'lists an object or a list as a value');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(place: string, what: string): SarviError {
  return new SarviError('grammar-invalid', { reason: `the schema at ${place} ${what}` });
}
