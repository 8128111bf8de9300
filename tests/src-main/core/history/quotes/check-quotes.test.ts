import { expect, test } from 'vitest';
import { quoteFile } from '#contract/quote-file';
import { conversationOf, openHistory } from '../../../../builders/history.ts';

const RULES = 'Hiljaisuus alkaa klo 22.\nSauna on lämmin perjantaisin.\n';
const QUESTION = `${quoteFile('säännöt.md', RULES)}\n\nMilloin sauna on lämmin?`;
const ANSWER =
  'Ohjeessa lukee ”Sauna on lämmin perjantaisin.” ja ”hiljaisuus alkaa klo 22”, mutta ei ”aina on hiljaista”.';

async function asked(...texts: string[]) {
  const history = await openHistory();
  const messages = await conversationOf(history, ...texts);
  const conversationId = messages[0]?.conversationId ?? '';
  const check = (index: number) =>
    history.ask('documents.quotes', { conversationId, messageId: messages[index]?.id ?? '' });
  return { history, messages, conversationId, check };
}

test('tells apart quotations that are in a file letter by letter, nearly, and not', async () => {
  const { check, messages, history, conversationId } = await asked(QUESTION, ANSWER);
  const { files, quotes, complete } = await check(1);
  const source = { kind: 'attached', messageId: messages[0]?.id ?? '', index: 0 } as const;
  expect(files).toEqual([{ source, name: 'säännöt.md', length: RULES.length - 1 }]);
  expect(complete).toBe(true);
  expect(quotes.map(({ result, differences, found }) => ({ result, differences, found }))).toEqual([
    { result: 'exact', differences: [], found: '' },
    { result: 'nearly', differences: ['case'], found: 'Hiljaisuus alkaa klo 22' },
    { result: 'missing', differences: [], found: '' },
  ]);
  const { text } = await history.ask('documents.read', { conversationId, source });
  const [range] = quotes[0]?.ranges ?? [];
  expect(text.slice(range?.start, range?.end)).toBe('Sauna on lämmin perjantaisin.');
});

test('looks in all files before the answer, the nearest first, and in none after it', async () => {
  const later = `${quoteFile('uusi.txt', 'Sauna on lämmin perjantaisin. Koira nukkuu sohvalla aina.')}\n\nJa nyt?`;
  const { check } = await asked(QUESTION, `${ANSWER} ”Koira nukkuu sohvalla aina”`, later, ANSWER);
  const first = await check(1);
  expect(first.quotes.map(({ result }) => result)).toEqual(['exact', 'nearly', 'missing', 'missing']);
  const second = await check(3);
  expect(second.files.map(({ name }) => name)).toEqual(['uusi.txt', 'säännöt.md']);
  expect(second.quotes.map(({ file }) => file)).toEqual([0, 1, null]);
});

test('looks in the files of the folder, unless the conversation wants nothing of it', async () => {
  const { history, check, conversationId } = await asked('Milloin?', ANSWER);
  const { id: folderId } = await history.ask('folders.create', { name: 'Talo' });
  await history.ask('folders.addFile', { folderId, name: 'säännöt.md', text: RULES });
  expect((await check(1)).files).toEqual([]);
  await history.ask('updateConversation', { conversationId, folderId });
  const { files, quotes } = await check(1);
  expect(files.map(({ source }) => source.kind)).toEqual(['folder']);
  expect(quotes.map(({ result }) => result)).toEqual(['exact', 'nearly', 'missing']);
  const read = { conversationId, source: files[0]?.source ?? { kind: 'folder', fileId: 'x' } };
  expect(await history.ask('documents.read', read)).toEqual({ name: 'säännöt.md', text: RULES });
  await history.ask('updateConversation', { conversationId, withoutFolder: true });
  expect((await check(1)).quotes).toEqual([]);
  await expect(history.ask('documents.read', read)).rejects.toThrow('document-unknown');
});

test('finds nothing to check in questions, without files and without quotations', async () => {
  const { check } = await asked(QUESTION, 'Perjantaisin.', 'Kiitos “kaunis ja hyvä”!', 'Ei kestä.');
  for (const index of [0, 1, 2, 3]) expect(await check(index)).toEqual({ files: [], quotes: [], complete: true });
});

test('refuses a file that is not there', async () => {
  const { history, conversationId, messages } = await asked(QUESTION, ANSWER);
  const messageId = messages[0]?.id ?? '';
  const ask = (source: Parameters<typeof history.ask<'documents.read'>>[1]['source']) =>
    history.ask('documents.read', { conversationId, source });
  await expect(ask({ kind: 'attached', messageId, index: 1 })).rejects.toThrow('document-unknown');
  await expect(ask({ kind: 'attached', messageId: messages[1]?.id ?? '', index: 0 })).rejects.toThrow(
    'document-unknown',
  );
  await expect(ask({ kind: 'folder', fileId: 'none' })).rejects.toThrow('document-unknown');
});
