import { expect, test } from 'vitest';
import { parse } from 'valibot';
import { fieldsOf, fillFields, otherPlacesIn, type PromptField } from '#contract/prompt-fields';
import { PromptContent } from '#contract/prompt-library';
import { reasonText } from '#contract/reasons';
import { parsePrompt } from '../../../../src-main/core/prompt-library/parse-prompt.ts';
import { SARVIS_PROMPTS } from '../../../../src-main/core/prompt-library/sarvis/sarvis-prompts.ts';
import { writePrompt } from '../../../../src-main/core/prompt-library/write-prompt.ts';
import { pick, randomOf, type Random } from '../../../builders/random.ts';

const faultsOf = (source: string): string[] =>
  parsePrompt(source, 'x').faults.map(({ line, reason }) => `${line}: ${reasonText(reason, 'en')}`);

test('reads title, fields and text, and keeps what other programs have written', () => {
  const source = [
    '---',
    'title: "Muistio: lyhyt"',
    'author: Aino',
    'fields:',
    '  sävy: choice | Sävy | asiallinen; rento',
    '  liite: file',
    '---',
    '',
    '{{sävy}} {{ liite }} {{nimi}} {{sävy}}',
    '',
  ].join('\r\n');
  expect(parsePrompt(source, 'x')).toEqual({
    content: {
      title: 'Muistio: lyhyt',
      about: '',
      group: '',
      fields: [
        { name: 'sävy', kind: 'choice', label: 'Sävy', choices: ['asiallinen', 'rento'] },
        { name: 'liite', kind: 'file', label: '', choices: [] },
        { name: 'nimi', kind: 'text', label: '', choices: [] },
      ],
      body: '{{sävy}} {{ liite }} {{nimi}} {{sävy}}',
    },
    faults: [],
    others: ['author: Aino'],
  });
});

test('says what is wrong with a head, and uses the rest', () => {
  expect(faultsOf('---\ntitle: x\n{{a}}')).toEqual(['1: the head that begins with --- has no end']);
  expect(parsePrompt('---\ntitle: x\n{{a}}', 'nimi').content).toMatchObject({
    title: 'nimi',
    body: '---\ntitle: x\n{{a}}',
  });
  expect(
    faultsOf(
      '---\ntitle: a\ntitle: b\nsense\nfields:\n  a: dance\n  a: text\n  b: choice\n  c: text\n---\n{{a}}{{b}}\n',
    ),
  ).toEqual([
    '3: title is there twice, and the first is used',
    '4: the line does not say “name: value”',
    '6: there is no kind of field “dance”; it becomes a line of text',
    '7: a is there twice, and the first is used',
    '8: a choice without choices becomes a line of text',
    '0: the text does not use the field c',
  ]);
  const many = Array.from({ length: 50 }, (_, index) => `{{f${index}}}`).join('');
  expect(faultsOf(many)).toEqual(['0: only the first 40 fields are asked for']);
  expect(parsePrompt(many, 'x').content.fields).toHaveLength(40);
});

test('a field that recurs is filled everywhere, one within another stays, and what a value has in braces stays', () => {
  const body = '{{a}} {{ a }} {{b{{c}}}} {{}} {{a+b}} {a} {{__proto__}} {{constructor}}';
  expect(fieldsOf(body, []).map(({ name }) => name)).toEqual(['a', 'c', '__proto__', 'constructor']);
  const values = new Map([
    ['a', '{{c}} $& $1 {{a}}'],
    ['c', '{{b}}'],
  ]);
  expect(fillFields(body, values)).toBe(
    '{{c}} $& $1 {{a}} {{c}} $& $1 {{a}} {{b{{b}}}} {{}} {{a+b}} {a} {{__proto__}} {{constructor}}',
  );
});

const PIECES = [
  '---',
  '\n',
  ': ',
  'title',
  'fields:',
  '  a: ',
  'choice',
  ' | ',
  ';',
  '{{a}}',
  '"',
  '#',
  '\\',
  '\uFEFF',
];
const MORE = ['\r', '\u2028', '\u202e', '\ud800', '\0', 'ä', '\u{1f98c}', '{{', '}}', '- ', ' ', '\t', 'x'.repeat(300)];

function randomText(random: Random, most: number): string {
  return Array.from({ length: Math.floor(random() * most) }, () => pick(random, [...PIECES, ...MORE])).join('');
}

test('any text at all is read as a prompt that the contract knows', () => {
  const random = randomOf(5);
  for (let round = 0; round < 2000; round += 1) {
    const source = `${random() < 0.7 ? '---\n' : ''}${randomText(random, 30)}`;
    const { content } = parsePrompt(source, 'nimi');
    expect(parse(PromptContent, content)).toEqual(content);
  }
});

test('what is written reads back the same', () => {
  const random = randomOf(6);
  const line = (): string =>
    randomText(random, 6)
      .replace(/[\p{Cc}\p{Zl}\p{Zp}\ud800|;]/gu, ' ')
      .slice(0, 60)
      .trim();
  for (let round = 0; round < 1000; round += 1) {
    const fields: PromptField[] = ['a', 'ö-2'].map((name) => {
      const kind = pick(random, ['text', 'long', 'choice', 'file'] as const);
      return { name, kind, label: line(), choices: kind === 'choice' ? [line() || 'x', 'y'] : [] };
    });
    const body = `${randomText(random, 10).replace(/[\r\uFEFF]/g, '')}{{a}} {{ö-2}}\n`;
    const content = { title: line() || 'x', about: line(), group: line(), fields: fieldsOf(body, fields), body };
    const written = writePrompt(content, ['author: Aino']);
    expect(parsePrompt(written, 'other'), written).toEqual({ content, faults: [], others: ['author: Aino'] });
  }
});

test('the prompts of Sarvi have no faults, both languages, a group, and use every field', () => {
  expect(SARVIS_PROMPTS.size).toBe(24);
  for (const [name, source] of SARVIS_PROMPTS) {
    const { content, faults } = parsePrompt(source, 'x');
    expect(faults, name).toEqual([]);
    expect(content.title.length * content.about.length * content.group.length, name).toBeGreaterThan(0);
    expect(content.fields.length, name).toBeGreaterThan(0);
    expect(writePrompt(content, []), name).toBe(source);
    const other = name.endsWith('.fi.md') ? name.replace('.fi.md', '.en.md') : name.replace('.en.md', '.fi.md');
    expect(SARVIS_PROMPTS.has(other), name).toBe(true);
    const kinds = content.fields.map(({ kind }) => kind);
    expect(parsePrompt(SARVIS_PROMPTS.get(other) ?? '', 'x').content.fields.map(({ kind }) => kind)).toEqual(kinds);
  }
});

test('a name may have single blanks between its words, in the text and in the head', () => {
  const body = 'Hei {{first name}}! {{ first name }} {{two  blanks}} {{a,b}} {{' + 'x'.repeat(41) + '}} {{ }}';
  expect(parsePrompt(`---\nfields:\n  first name: choice | Etunimi | Aino; Eino\n---\n\n${body}`, 'x')).toMatchObject({
    content: { fields: [{ name: 'first name', kind: 'choice', choices: ['Aino', 'Eino'] }] },
    faults: [],
  });
  expect(fillFields(body, new Map([['first name', 'Aino']]))).toMatch(/^Hei Aino! Aino \{\{two {2}blanks\}\}/);
  expect(otherPlacesIn(body)).toEqual(['{{two  blanks}}', '{{a,b}}', `{{${'x'.repeat(41)}}}`, '{{ }}']);
});
