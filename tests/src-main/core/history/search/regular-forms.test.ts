import { expect, test } from 'vitest';
import { knownWordsOf } from '../../../../../src-main/core/history/search/finnish/known-words.ts';
import { mayBecome } from '../../../../../src-main/core/history/search/finnish/regular-forms.ts';

test.each([
  ['mato', 'madon', 'maton'],
  ['luku', 'luvun', 'luun'],
  ['kahva', 'kahvoja', 'kahvia'],
  ['koira', 'koiria', 'koiroja'],
  ['suo', 'soita', 'suoja'],
  ['laite', 'laitteella', 'laitella'],
  ['pari', 'parin', 'paren'],
  ['isä', 'isiä', 'isia'],
])('%s becomes %s and not %s', (lemma, form, other) => {
  expect(mayBecome(lemma, form)).toBe(true);
  expect(mayBecome(lemma, other)).toBe(false);
});

test.each([
  ['kanavan', ['kanava']],
  ['kauppiaan', ['kauppias']],
  ['maton', ['matto']],
  ['haitta', ['haitta']],
  ['tuli', ['tuli', 'tulla']],
  ['luin', ['lukea']],
  ['tietokoneella', []],
])('%s is known as a form of %j', (form, words) => {
  expect([...knownWordsOf(form)].sort()).toEqual(words);
});
