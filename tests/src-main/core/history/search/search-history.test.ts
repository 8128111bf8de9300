import { describe, expect, test } from 'vitest';
import type { History } from '../../../../../src-main/core/history/history.ts';
import { conversationOf, openHistory } from '../../../../builders/history.ts';

/** A history of conversations with one message each, titled so that no title is a hit. */
async function historyOf(...texts: string[]): Promise<History> {
  const history = await openHistory();
  for (const text of texts) {
    const [message] = await conversationOf(history, text);
    await history.ask('updateConversation', { conversationId: message?.conversationId ?? '', title: '—' });
  }
  return history;
}

/** The texts found, the best first. */
async function found(history: History, query: string, limit = 50): Promise<string[]> {
  const { hits } = await history.search({ query, limit });
  return hits.map(({ snippet }) => snippet.map(({ text }) => text).join(''));
}

describe('what is found', () => {
  test('every word must be there, the last one perhaps only begun', async () => {
    const history = await historyOf('kissa ja koira', 'kissa yksin', 'koikkelehtiva kissa');
    expect((await found(history, 'kissa koi')).sort()).toEqual(['kissa ja koira', 'koikkelehtiva kissa']);
    expect(await found(history, 'kissa koira ')).toEqual(['kissa ja koira']);
    expect(await found(history, 'hevonen')).toEqual([]);
  });

  test('å, ä and ö are letters, but who types none finds them as a weaker match', async () => {
    const history = await historyOf('pimeä yö', 'yo-merkintä', 'Århus');
    expect(await found(history, 'yö ')).toEqual(['pimeä yö']);
    expect(await found(history, 'yo ')).toEqual(['yo-merkintä', 'pimeä yö']);
    expect(await found(history, 'arhus')).toEqual(['Århus']);
    expect(await found(history, 'PIMEÄ')).toEqual(['pimeä yö']);
  });

  test('text written with combining marks is found by text written without, and marked', async () => {
    const history = await historyOf('pimea\u0308 yo\u0308');
    const { hits } = await history.search({ query: 'yö', limit: 1 });
    expect(hits[0]?.snippet.filter(({ marked }) => marked)).toEqual([{ text: 'yo\u0308', marked: true }]);
  });

  test('a word far behind the beginning of a text as long as a book is found and marked', async () => {
    const history = await historyOf(`${'sanoja '.repeat(60_000)}helmi${' lisää'.repeat(10)}`);
    const { hits } = await history.search({ query: 'helmi', limit: 1 });
    expect(hits[0]?.snippet.filter(({ marked }) => marked)).toEqual([{ text: 'helmi', marked: true }]);
  });

  test('a phrase, a beginning and an exclusion narrow the search', async () => {
    const history = await historyOf('iso musta kissa', 'musta iso kissa', 'iso kissanpentu');
    expect(await found(history, '"iso musta"')).toEqual(['iso musta kissa']);
    expect((await found(history, 'kissan* iso ')).sort()).toEqual(['iso kissanpentu']);
    expect((await found(history, 'iso -"musta iso"')).sort()).toEqual(['iso kissanpentu', 'iso musta kissa']);
    expect(await found(history, 'iso -kissa')).toEqual(['iso kissanpentu']);
  });

  test('a search that only leaves words out looks for them', async () => {
    const history = await historyOf('lämpötila on -273 astetta', 'rustc --error-on-warnings', 'muuta');
    expect(await found(history, '-273')).toEqual(['lämpötila on -273 astetta']);
    expect(await found(history, '--error-on-warnings')).toEqual(['rustc --error-on-warnings']);
  });

  test('ligatures, full-width letters and Korean inside of words are found, and marked where they stand', async () => {
    const history = await historyOf('luonnon\u{fb01}loso\u{fb01}a', 'ＡＢＣ１２３です', '나는 한국어를 배운다');
    const marked = async (query: string): Promise<string[]> => {
      const { hits } = await history.search({ query, limit: 9 });
      return hits.flatMap(({ snippet }) => snippet.filter((part) => part.marked).map(({ text }) => text));
    };
    expect(await marked('luonnonfilosofia')).toEqual(['luonnon\u{fb01}loso\u{fb01}a']);
    expect(await marked('abc123')).toEqual(['ＡＢＣ１２３']);
    expect(await marked('ｌｕｏｎｎｏｎｆｉｌｏｓｏｆｉａ ')).toEqual(['luonnon\u{fb01}loso\u{fb01}a']);
    expect(await marked('국어')).toEqual(['국어']);
    expect(await marked('국어'.normalize('NFD'))).toEqual(['국어']);
    expect(await marked('어국 ')).toEqual([]);
  });

  test('forms and compounds of a word are found behind the word itself, and marked', async () => {
    const history = await historyOf('kaupungintalolla', 'taloissa asutaan', 'tämä talo');
    const { hits } = await history.search({ query: 'talo ', limit: 9 });
    expect(hits.map(({ snippet }) => snippet.filter(({ marked }) => marked).map(({ text }) => text))).toEqual([
      ['talo'],
      ['taloissa'],
      ['kaupungintalolla'],
    ]);
    expect(await found(history, '"talo"')).toEqual(['tämä talo']);
    expect(await found(history, 'talo -taloissa')).toEqual(['kaupungintalolla']);
  });

  test('without diacritics the forms of a word are found too, after all others', async () => {
    const history = await historyOf('pöydällä on leipää', 'poyta');
    expect(await found(history, 'poyta ')).toEqual(['poyta', 'pöydällä on leipää']);
    expect(await found(history, 'poydal')).toEqual(['pöydällä on leipää']);
    expect(await found(history, 'pöytä ')).toEqual(['pöydällä on leipää']);
  });

  test('English words are found by their other forms', async () => {
    const history = await historyOf('two cities', 'he stopped making boxes', 'the thing');
    expect(await found(history, 'city ')).toEqual(['two cities']);
    expect(await found(history, 'stop make box ')).toEqual(['he stopped making boxes']);
    expect(await found(history, 'then ')).toEqual([]);
  });

  test('a part of a sentence without spaces is found', async () => {
    expect(await found(await historyOf('東京に行きます'), '行き')).toEqual(['東京に行きます']);
  });

  test('an edited title is found by its new words and no longer by the old', async () => {
    const history = await openHistory();
    const { id } = await history.ask('createConversation', {});
    await history.ask('updateConversation', { conversationId: id, title: 'Vanha nimi' });
    await history.ask('updateConversation', { conversationId: id, title: 'Uusi nimi' });
    expect(await found(history, 'vanha')).toEqual([]);
    expect((await history.search({ query: 'uusi', limit: 5 })).hits).toEqual([
      expect.objectContaining({ conversationId: id, conversationTitle: 'Uusi nimi', messageId: null, role: null }),
    ]);
  });

  test('the trash is not searched, and what is restored is', async () => {
    const history = await historyOf('kadonnut aarre');
    const { hits } = await history.search({ query: 'aarre', limit: 5 });
    const conversationId = hits[0]?.conversationId ?? '';
    await history.ask('conversations.remove', { conversationId });
    expect(await found(history, 'aarre')).toEqual([]);
    await history.ask('conversations.restore', { conversationId });
    expect((await history.search({ query: 'aarre', limit: 5 })).hits).toEqual(hits);
  });

  test('a streaming answer is found when it is finished', async () => {
    const history = await openHistory();
    const [question] = await conversationOf(history, 'Kysymys');
    const place = { conversationId: question?.conversationId ?? '', parentId: question?.id ?? '' };
    const answer = await history.ask('addMessage', { ...place, role: 'assistant', text: 'hopeinen', streaming: true });
    expect(await found(history, 'hopeinen')).toEqual([]);
    await history.ask('finishMessage', {
      messageId: answer.id,
      text: 'kultainen',
      stopReason: 'stopped',
      error: null,
      generation: null,
    });
    expect(await found(history, 'kultainen')).toEqual(['kultainen']);
    expect(await found(history, 'hopeinen')).toEqual([]);
  });

  test('no query is an error', async () => {
    const history = await historyOf('rauhallinen teksti');
    const odd = [
      '',
      '"',
      '*',
      '-',
      'a" OR "b',
      'NEAR(',
      ')',
      '^',
      '{words}:',
      "'; --",
      '\u0000',
      '\ud800',
      'x'.repeat(1000),
    ];
    for (const query of odd) expect(await found(history, query)).toEqual([]);
  });
});

describe('the order', () => {
  test('titles go before messages, and hits tell where they are', async () => {
    const history = await openHistory();
    const [message] = await conversationOf(history, 'Kahvia, kiitos. Kahvia!');
    const { id } = await history.ask('createConversation', {});
    await history.ask('updateConversation', { conversationId: id, title: 'Kahvia' });
    await history.ask('updateConversation', { conversationId: message?.conversationId ?? '', title: 'Muuta' });

    const { hits } = await history.search({ query: 'kahvia', limit: 5 });
    expect(hits.map(({ score, createdAt, ...hit }) => [typeof score, createdAt > 0, hit])).toEqual([
      [
        'number',
        true,
        {
          conversationId: id,
          conversationTitle: 'Kahvia',
          messageId: null,
          role: null,
          snippet: [{ text: 'Kahvia', marked: true }],
        },
      ],
      [
        'number',
        true,
        {
          conversationId: message?.conversationId,
          conversationTitle: 'Muuta',
          messageId: message?.id,
          role: 'user',
          snippet: [
            { text: 'Kahvia', marked: true },
            { text: ', kiitos. ', marked: false },
            { text: 'Kahvia', marked: true },
            { text: '!', marked: false },
          ],
        },
      ],
    ]);
  });

  test('words side by side go before words far apart, and whole words before begun ones', async () => {
    const apart = `kissa ${'ja '.repeat(40)} koira`;
    const [first] = await found(await historyOf('kissa koira', apart), 'kissa koira ');
    expect(first).toBe('kissa koira');
    expect(await found(await historyOf('kissa', 'kissanpentu'), 'kissa')).toEqual(['kissa', 'kissanpentu']);
  });

  test('the limit keeps the best', async () => {
    const history = await historyOf('kissa', 'kissalla', 'kissoja');
    expect(await found(history, 'kissa', 1)).toEqual(['kissa']);
  });
});
