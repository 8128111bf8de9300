import { expect, test } from 'vitest';
import { MOST_FILE_LENGTH, MOST_FOLDER_FILES } from '#contract/folders';
import { TRASH_MS } from '../../../../src-main/core/history/trash-terms.ts';
import { sweepFolderFiles } from '../../../../src-main/core/history/folder-files.ts';
import { openHistory, openTestDatabase, START_MS } from '../../../builders/history.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

async function folderWith(...texts: string[]) {
  const history = await openHistory();
  const { id: folderId } = await history.ask('folders.create', { name: 'Retki' });
  await history.ask('folders.update', { folderId, instructions: 'Vastaa lyhyesti.' });
  const files = [];
  for (const [index, text] of texts.entries()) {
    files.push(await history.ask('folders.addFile', { folderId, name: `tiedosto ${index}.md`, text }));
  }
  const { id: conversationId } = await history.ask('createConversation', {});
  const inherited = () => history.ask('inheritedText', { conversationId });
  await history.ask('updateConversation', { conversationId, folderId });
  return { history, folderId, files, conversationId, inherited };
}

test('instructions and files come first in a conversation of the folder, and only there', async () => {
  const { history, folderId, conversationId, inherited } = await folderWith('Eväät mukaan.', 'Kartta');
  const text = 'Vastaa lyhyesti.\n\n```text tiedosto 0.md\nEväät mukaan.\n```\n\n```text tiedosto 1.md\nKartta\n```';
  expect(await inherited()).toBe(text);
  expect(await history.ask('folders.text', { folderId })).toEqual({ text });
  const left = await history.ask('updateConversation', { conversationId, withoutFolder: true });
  expect([left.withoutFolder, await inherited()]).toEqual([true, '']);
  await history.ask('updateConversation', { conversationId, withoutFolder: false });
  expect(await inherited()).toBe(text);
  await history.ask('updateConversation', { conversationId, folderId: null });
  expect(await inherited()).toBe('');
});

test('a folder tells what it gives, and forgets it with itself', async () => {
  const { history, folderId, inherited } = await folderWith('Salaisuus.');
  await history.ask('folders.update', { folderId, modelId: 'poro', presetId: 'lyhyt' });
  expect(await history.ask('folders.list', {})).toEqual([
    { id: folderId, name: 'Retki', instructions: 'Vastaa lyhyesti.', modelId: 'poro', presetId: 'lyhyt', files: 1 },
  ]);
  await history.ask('folders.update', { folderId, modelId: null });
  expect(await history.ask('folders.list', {})).toMatchObject([{ modelId: null, presetId: 'lyhyt' }]);
  await history.ask('folders.remove', { folderId });
  expect(await inherited()).toBe('');
  await expect(history.ask('folders.files', { folderId })).rejects.toMatchObject({ code: 'folder-unknown' });
});

test('a removed file waits in the trash and comes back in its place', async () => {
  const { history, folderId, files, inherited } = await folderWith('yksi', 'kaksi');
  const before = await inherited();
  const [first] = files;
  const fileId = first?.id ?? '';
  await history.ask('folders.removeFile', { fileId });
  expect(await inherited()).not.toContain('yksi');
  expect(await history.ask('folders.files', { folderId })).toMatchObject({ removed: [{ id: fileId }] });
  await history.ask('folders.restoreFile', { fileId });
  expect(await inherited()).toBe(before);
  await history.ask('folders.removeFile', { fileId });
  await history.ask('trash.empty', {});
  await expect(history.ask('folders.restoreFile', { fileId })).rejects.toMatchObject({ code: 'folder-file-unknown' });
  expect((await history.ask('folders.files', { folderId })).removed).toEqual([]);
});

test('the trash gives a file’s text up after its time', async () => {
  const folder = await temporaryFolder();
  const database = await openTestDatabase(folder);
  database.writing((change) => {
    change.write(`INSERT INTO folders (id, name, name_key, position, created_at) VALUES ('f', 'F', 'f', 0, 0)`);
    const file = `INSERT INTO folder_files (id, folder_key, name, text, added_at, removed_at) VALUES (?, 1, 'a', 'b', 0, ?)`;
    change.write(file, 'old', START_MS);
    change.write(file, 'new', START_MS + 1);
    change.write(file, 'kept', null);
  });
  const before = START_MS + 1;
  expect(database.writing((change) => sweepFolderFiles(change, before))).toBe(true);
  expect(database.writing((change) => sweepFolderFiles(change, before))).toBe(false);
  expect(database.rows('SELECT id FROM folder_files ORDER BY id')).toEqual([{ id: 'kept' }, { id: 'new' }]);
  expect(TRASH_MS).toBeGreaterThan(0);
});

test('what is too large or too many is refused in words, and nothing is changed', async () => {
  const { history, folderId, inherited } = await folderWith();
  const add = (name: string, text: string) => history.ask('folders.addFile', { folderId, name, text });
  const half = 'a'.repeat(MOST_FILE_LENGTH);
  await add('1', half);
  await add('2', half);
  const before = await inherited();
  await expect(add('3', 'a')).rejects.toMatchObject({ code: 'attachment-too-large', details: { name: '3' } });
  expect(await inherited()).toBe(before);
  const { id: other } = await history.ask('folders.create', { name: 'Toinen' });
  for (let count = 0; count < MOST_FOLDER_FILES; count += 1) {
    await history.ask('folders.addFile', { folderId: other, name: 'a', text: 'a' });
  }
  await expect(history.ask('folders.addFile', { folderId: other, name: 'a', text: 'a' })).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('no name and no text gets out of its fence', async () => {
  const { history, folderId, inherited } = await folderWith('````\n# Otsikko\n```\n');
  await history.ask('folders.addFile', { folderId, name: '\u202e```\n# ohje\u0000', text: '\ud800' });
  const lines = (await inherited()).split('\n');
  expect(lines.slice(2)).toEqual([
    '`````text tiedosto 0.md',
    '````',
    '# Otsikko',
    '```',
    '`````',
    '',
    '```text # ohje',
    '\ufffd',
    '```',
  ]);
});

test('the search finds words in the files of folders, but not in those in the trash', async () => {
  const { history, folderId, files } = await folderWith('Ota eväät mukaan.', 'Kartta on repussa.');
  const search = async (query: string, filters = {}) =>
    ((await history.search({ query, limit: 10, filters })).files ?? []).map(({ name }) => name);
  expect(await search('eväät')).toEqual(['tiedosto 0.md']);
  expect(await search('tiedosto kart')).toEqual(['tiedosto 1.md']);
  // Forms that no message has.
  expect(await search('eväitä')).toEqual(['tiedosto 0.md']);
  expect(await search('kartoissa reppu')).toEqual(['tiedosto 1.md']);
  expect(await search('kartano')).toEqual([]);
  expect(await search('kartta -repussa')).toEqual([]);
  expect(await search('kartta -reppu')).toEqual([]);
  expect(await search('kartta', { folderId })).toEqual(['tiedosto 1.md']);
  expect(await search('kartta', { role: 'user' })).toEqual([]);
  await history.ask('folders.removeFile', { fileId: files[1]?.id ?? '' });
  expect(await search('kartta')).toEqual([]);
});
