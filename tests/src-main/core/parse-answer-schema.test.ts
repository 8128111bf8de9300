import { expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { reasonText } from '#contract/reasons';
import { parseAnswerSchema } from '../../../src-main/core/parse-answer-schema.ts';

const parse = (schema: unknown): unknown => parseAnswerSchema(JSON.stringify(schema));

function reasonOf(text: string): string {
  try {
    parseAnswerSchema(text);
  } catch (error) {
    if (error instanceof SarviError && error.code === 'schema-invalid')
      return reasonText(String(error.details['reason']), 'en');
  }
  return expect.unreachable('it should have been refused');
}

test('takes what can be kept, without the annotations', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A person',
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 30, description: 'Whole' },
      age: { type: ['integer', 'null'] },
      kind: { enum: ['a', 2, null, true] },
      born: { type: 'string', format: 'date' },
      pets: { type: 'array', items: { $ref: '#/$defs/pet' }, maxItems: 2 },
      either: { anyOf: [{ const: 1 }, { type: 'boolean' }] },
    },
    required: ['name'],
    additionalProperties: false,
    $defs: { pet: { type: 'object', properties: { name: { type: 'string' } } } },
  };
  expect(parse(schema)).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string', minLength: 1, maxLength: 30 },
      age: { type: ['integer', 'null'] },
      kind: { enum: ['a', 2, null, true] },
      born: { type: 'string', format: 'date' },
      pets: { type: 'array', items: { $ref: '#/$defs/pet' }, maxItems: 2 },
      either: { oneOf: [{ const: 1 }, { type: 'boolean' }] },
    },
    additionalProperties: false,
    $defs: { pet: { type: 'object', properties: { name: { type: 'string' } } } },
  });
});

test.each([
  [{ type: 'string', pattern: '^a$' }, 'the schema at # says "pattern", which cannot be kept'],
  [{ type: 'integer', minimum: 3 }, 'the schema at # says "minimum", which cannot be kept'],
  [{ type: 'array', items: { not: {} } }, 'the schema at #/items has no type that is known'],
  [{ type: 'object', required: ['a'] }, 'the schema at # requires a property that it does not list'],
  [{ type: 'object', properties: { a: 1 } }, 'the schema at #/properties/a is not an object'],
  [{ $ref: '#/$defs/a' }, 'the schema at # refers to nothing in $defs'],
  [{ $ref: 'https://example.org/a.json' }, 'the schema at # refers to nothing in $defs'],
  [{ type: 'text' }, 'the schema at # has no type that is known'],
  [{ type: ['object', 'null'] }, 'the schema at # mixes objects or lists with others'],
  [{ type: 'string', format: 'email' }, 'the schema at # has the format "email"'],
  [{ type: 'string', minLength: 5, maxLength: 2 }, 'the schema at # has a minLength above its maxLength'],
  [{ type: 'array', minItems: -1 }, 'the schema at # has the minItems -1'],
  [{ enum: [] }, 'the schema at #/enum is not a list'],
  [{ const: {} }, 'the schema at # lists an object or a list as a value'],
  [[], 'the schema at # is not an object'],
  [true, 'the schema at # is not an object'],
])('refuses %j by name', (schema, reason) => {
  expect(reasonOf(JSON.stringify(schema))).toBe(reason);
});

test('refuses what is no JSON, and endless nesting', () => {
  expect(reasonOf('{')).toBe('the schema is not JSON');
  const deep = `${'{"type":"array","items":'.repeat(100)}{"type":"null"}${'}'.repeat(100)}`;
  expect(reasonOf(deep)).toMatch(/nests deeper than 64$/);
});
