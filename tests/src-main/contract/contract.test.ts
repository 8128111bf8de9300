import { readdirSync } from 'node:fs';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { call, event, isCall, isEvent } from '#contract/call';
import { calls, events } from '#contract/contract';
import { ERROR_CODES } from '#contract/errors';
import { DEFAULT_SETTINGS, Settings } from '#contract/settings';

const folder = new URL('../../../src-main/contract/', import.meta.url);
const files = readdirSync(folder).filter((name) => name.endsWith('-calls.ts'));
const declared: string[] = [];
for (const file of files) {
  const values = Object.values((await import(new URL(file, folder).href)) as Record<string, unknown>);
  declared.push(...values.flatMap((value) => (isCall(value) || isEvent(value) ? [value.name] : [])));
}

it('keeps every declared call and event of every file, under a name of its own', () => {
  expect([...calls.keys(), ...events.keys()].sort()).toEqual(declared.sort());
  for (const [name, { name: own }] of [...calls, ...events]) expect(own).toBe(name);
});

it('names them all in one way: a noun, a dot, a word', () => {
  for (const name of [...calls.keys(), ...events.keys()]) expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/);
});

it('lists only error codes that there are, each once', () => {
  for (const { name, errors } of calls.values()) {
    expect(ERROR_CODES, name).toEqual(expect.arrayContaining([...errors]));
    expect(new Set(errors).size, name).toBe(errors.length);
  }
  expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
});

it('refuses what is not an object, and fields that a call does not know', () => {
  for (const { name, input } of calls.values()) {
    for (const wrong of [null, undefined, 'text', 1]) expect(v.is(input, wrong), name).toBe(false);
    const parsed = v.safeParse(input, { 'a field that no call has': 1 });
    expect(parsed.success, name).toBe(false);
  }
});

it('has defaults that are settings', () => {
  expect(v.parse(Settings, DEFAULT_SETTINGS)).toEqual(DEFAULT_SETTINGS);
});

it('passes over whatever else a file of calls exports', () => {
  const schema = v.strictObject({ input: v.string() });
  const parts = { input: schema, output: v.null() };
  const others = [
    200,
    'chat.send',
    1n,
    true,
    null,
    undefined,
    Symbol('call'),
    [],
    ['a'],
    schema,
    parts,
    v.picklist(['call']),
  ];
  const all: unknown[] = [...others, () => null, { payload: schema }, call('a.b', parts), event('a.c', schema)];
  expect(all.filter(isCall).map(({ name }) => name)).toEqual(['a.b']);
  expect(all.filter(isEvent).map(({ name }) => name)).toEqual(['a.c']);
});
