import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { because, reasonText } from '#contract/reasons';
import { openHistory } from '../../../../builders/history.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import { importContent, importPath, outcome, tell } from '../../../../builders/transfer.ts';
import { zipOf, type ZipEntry } from '../../../../builders/zip.ts';

const gpt = (title: string) => ({
  title,
  conversation_id: title,
  current_node: 'v',
  mapping: {
    u: { parent: null, children: ['v'], message: { author: { role: 'user' }, content: { parts: [`${title}?`] } } },
    v: { parent: 'u', children: [], message: { author: { role: 'assistant' }, content: { parts: [`${title}!`] } } },
  },
});
const list = (...titles: string[]) => JSON.stringify(titles.map(gpt));
const session = (id: string, name: string) =>
  JSON.stringify({ type: 'session', harness: 'x', id, name, currNode: `${id}2` });
const line = (id: string, parent: string | null, role: string, content: string) =>
  JSON.stringify({
    type: 'message',
    message: { id, parent, role, content, type: 'text', timestamp: 1_700_000_000_000 },
  });
const janThread = JSON.stringify({ id: 't1', object: 'thread', title: 'Jan' });
const janLine = (id: string, role: string, text: string, metadata: object) =>
  JSON.stringify({
    id,
    object: 'thread.message',
    thread_id: 't1',
    role,
    content: [{ type: 'text', text: { value: text } }],
    created_at: 1_700_000_000_000 + Number(id),
    metadata,
  });

const MIXED: Readonly<Record<string, string>> = {
  'conversations-000.json': list('One'),
  'conversations-001.json': list('Two', 'One'),
  'deep/er/more.jsonl': [
    session('a', 'Moose'),
    line('a1', 'r', 'user', 'How tall?'),
    line('a2', 'a1', 'assistant', 'Two metres.'),
  ].join('\n'),
  'jan/t1/thread.json': janThread,
  'jan/t1/messages.jsonl': [janLine('1', 'user', 'q', {}), janLine('2', 'assistant', 'r', {})].join('\n'),
  'broken.json': list('Three').slice(0, -40),
  'empty.json': '',
  'user.json': '{"id":"user"}',
  'feedback.json': '[]',
  'words.json': 'hei',
  'chat.html': '<html>',
  'notes.txt': 'hei',
  'no-ending': list('Four'),
  '.DS_Store': 'x',
};
const MIXED_OUTCOME = {
  state: 'finished',
  imported: 5,
  duplicates: 1,
  refused: 2,
  reasons: ['1/1: the file ends within it', '1/1: it is not JSON'],
  skipped: [
    'chat.html: it is not a file of conversations',
    'notes.txt: it is not a file of conversations',
    'empty.json: it is empty',
    'feedback.json: there are no conversations in it',
    'user.json: it is of no format that Sarvi knows',
  ],
};

async function folderOf(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(await temporaryFolder(), 'export');
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
  return folder;
}

it('reads every file of a folder, and names each that is damaged, empty or unknown', async () => {
  const history = await openHistory();
  const folder = await folderOf(MIXED);
  await symlink('/nowhere', join(folder, 'link.json'));
  const job = await importPath(history, folder);
  const { formats, ...rest } = outcome(job);
  expect([...formats].sort()).toEqual(['chatgpt', 'jan', 'llama-web-ui']);
  expect(rest).toEqual({ ...MIXED_OUTCOME, skipped: ['link.json: it is not a file', ...MIXED_OUTCOME.skipped] });
  expect(job.refusals.map(({ file }) => file)).toEqual(['broken.json', 'words.json']);
  expect((await tell(history)).map(({ title }) => title).sort()).toEqual(['Four', 'Jan', 'Moose', 'One', 'Two']);
  for (const { reason } of job.skips) expect(reasonText(reason, 'fi')).not.toMatch(/\b(it|is|no)\b/);
});

it('reads a ZIP archive as the folder that it was, alone or among other files', async () => {
  const history = await openHistory();
  const entries = Object.entries(MIXED).map(([name, content]) => ({ name, content }));
  const archive = zipOf([
    ...entries,
    { name: '__MACOSX/._user.json', content: 'x' },
    { name: 'deep/', content: '', stored: true },
  ]);
  const { formats: _, ...rest } = outcome(await importContent(history, archive));
  expect({ ...rest, skipped: [...(rest.skipped ?? [])].sort() }).toEqual({
    ...MIXED_OUTCOME,
    skipped: [...MIXED_OUTCOME.skipped].sort(),
  });
  const folder = await folderOf({});
  await mkdir(folder);
  await writeFile(join(folder, 'export.zip'), zipOf([{ name: 'conversations.json', content: list('One', 'Five') }]));
  await writeFile(join(folder, 'cut.zip'), archive.subarray(0, archive.length - 30));
  expect(outcome(await importPath(history, folder))).toEqual({
    state: 'finished',
    formats: ['chatgpt'],
    imported: 1,
    duplicates: 1,
    refused: 0,
    reasons: [],
    skipped: [expect.stringMatching(/^cut\.zip: the archive is damaged/)],
  });
});

it('sessions as lines become a conversation each, and a damaged line costs its own message alone', async () => {
  const history = await openHistory();
  const lines = [
    session('a', 'Moose'),
    JSON.stringify({ type: 'message', message: { id: 'r', parent: null, role: 'system', content: '', type: 'root' } }),
    line('a1', 'r', 'user', 'How tall?'),
    '{"type":"message","mess',
    line('a2', 'a1', 'assistant', 'Two metres.'),
    JSON.stringify({ type: 'note', text: 'x' }),
    session('b', 'Elk'),
    line('b1', 'r9', 'user', 'Is an elk a moose?'),
  ];
  expect(outcome(await importContent(history, lines.join('\r\n')))).toEqual({
    state: 'finished',
    formats: ['llama-web-ui'],
    imported: 2,
    duplicates: 0,
    refused: 1,
    reasons: ['4/4: it is not JSON'],
    mended: ['Moose: a line is of the kind "note"', 'Elk: the open message "b2" is not there'],
  });
  expect(await tell(history)).toEqual([
    { title: 'Moose', systemPrompt: '', branch: ['user: How tall?', 'assistant: Two metres.'], messages: 2 },
    { title: 'Elk', systemPrompt: '', branch: ['user: Is an elk a moose?'], messages: 1 },
  ]);
  // The beginning of the file is lost, and with it the line of the session.
  const again = outcome(await importContent(history, lines.slice(2, 5).join('\n')));
  expect(again).toMatchObject({ imported: 1, refused: 1 });
});

it("Jan's versions of an answer become branches, and the chosen one is open", async () => {
  const history = await openHistory();
  const folder = await folderOf({
    't1/thread.json': janThread,
    't1/messages.jsonl': [
      janLine('1', 'user', 'A number?', { parentId: null, activeChildId: '2' }),
      janLine('2', 'assistant', 'Seven.', { parentId: '1' }),
      janLine('3', 'assistant', 'Nine.', { parentId: '1' }),
      janLine('4', 'user', 'Thanks for seven.', { parentId: '2' }),
      janLine('5', 'user', 'Thanks for nine.', { parentId: '3' }),
      janLine('6', 'assistant', 'Welcome.', {}),
    ].join('\n'),
  });
  expect(outcome(await importPath(history, folder))).toMatchObject({ imported: 1, refused: 0 });
  expect(await tell(history)).toEqual([
    {
      title: 'Jan',
      systemPrompt: '',
      branch: ['user: A number?', 'assistant: Seven.', 'user: Thanks for seven.'],
      messages: 6,
    },
  ]);
});

const good: ZipEntry = { name: 'good.json', content: list('Good') };
const HOSTILE: readonly (readonly [what: string, entry: ZipEntry, left: RegExp])[] = [
  ['a bomb', { name: 'bomb.json', content: Buffer.alloc(2 ** 25, '[') }, /unpacks to more than 250 times/],
  ['a password', { name: 'x.json', content: list('X'), claims: { flags: 0x801 } }, /it asks for a password/],
  ['another packing', { name: 'x.json', content: list('X'), claims: { method: 12 } }, /packed in a way/],
  ['a name without end', { name: `${'n'.repeat(60_000)}.json`, content: list('X') }, /its name is longer/],
  ['a wrong checksum', { name: 'x.json', content: '["a"]', claims: { checksum: 1 } }, /its checksum is not right/],
  ['less than it says', { name: 'x.json', content: list('X'), claims: { sizeBytes: 9999 } }, /the archive is damaged/],
  ['more than it says', { name: 'x.json', content: list('X'), claims: { sizeBytes: 9 } }, /the archive is damaged/],
];

it.each(HOSTILE)('an archive with %s loses that file by name and keeps the good one', async (_what, entry, left) => {
  const history = await openHistory();
  const job = await importContent(
    history,
    zipOf([entry, good, { ...good, name: '../../etc/evil.json', content: list('Evil') }]),
  );
  const { reasons, skipped = [] } = outcome(job);
  expect([...reasons, ...skipped].filter((reason) => left.test(reason))).toHaveLength(1);
  expect((await tell(history)).map(({ title }) => title)).toEqual(['Good', 'Evil']);
});

it('refuses an archive whose entries share their bytes to unpack to far more than it is', async () => {
  const history = await openHistory();
  const one = zipOf([{ name: 'a.json', content: Buffer.alloc(2 ** 24, ' ') }]);
  const at = one.indexOf('PK\x01\x02');
  const entry = one.subarray(at, one.indexOf('PK\x05\x06'));
  const list = Buffer.concat(Array.from({ length: 1000 }, () => entry));
  const end = Buffer.from(one.subarray(one.indexOf('PK\x05\x06')));
  end.writeUInt16LE(1000, 8);
  end.writeUInt16LE(1000, 10);
  end.writeUInt32LE(list.length, 12);
  await expect(importContent(history, Buffer.concat([one.subarray(0, at), list, end]))).rejects.toMatchObject({
    code: 'conversation-refused',
    details: { reason: because('unpacks-to-more', { times: 250 }) },
  });
});
