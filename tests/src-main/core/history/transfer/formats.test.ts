import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openHistory } from '../../../../builders/history.ts';
import { temporaryFolder } from '../../../../builders/temporary-folder.ts';
import { importContent, importPath, outcome, tell } from '../../../../builders/transfer.ts';

const good = { state: 'finished', imported: 1, duplicates: 0, refused: 0, reasons: [] };

it("reads ChatGPT's tree: hidden messages, tools and attachments, and the open branch", async () => {
  const node = (id: string, parent: string | null, message: unknown) => ({
    [id]: { id, parent, children: [], message },
  });
  const said = (role: string, content: unknown, time: number, more: object = {}) => ({
    author: { role },
    create_time: time,
    content,
    recipient: 'all',
    metadata: {},
    ...more,
  });
  const text = (...parts: unknown[]) => ({ content_type: 'text', parts });
  const history = await openHistory();
  const job = await importContent(history, [
    {
      title: 'Retki',
      conversation_id: 'c-1',
      create_time: 1_700_000_000.25,
      update_time: 1_700_000_900,
      current_node: 'a2',
      mapping: {
        ...node('root', null, null),
        ...node(
          'sys',
          'root',
          said('system', text(''), 0, { metadata: { is_visually_hidden_from_conversation: true } }),
        ),
        ...node('about', 'sys', said('user', { content_type: 'user_editable_context', user_profile: 'salaista' }, 1)),
        ...node('u1', 'about', said('user', text('Minne mennä?'), 1_700_000_001)),
        ...node(
          'code',
          'u1',
          said('assistant', { content_type: 'code', text: 'search()' }, 1_700_000_002, { recipient: 'web' }),
        ),
        ...node('tool', 'code', said('tool', text('tulos'), 1_700_000_003)),
        ...node('a1', 'tool', said('assistant', text('Nuuksioon.'), 1_700_000_004)),
        ...node(
          'u2',
          'a1',
          said(
            'user',
            {
              content_type: 'multimodal_text',
              parts: [{ content_type: 'image_asset_pointer', asset_pointer: 'file-service://x' }, 'Entä tänne?'],
            },
            1_700_000_005,
          ),
        ),
        ...node('a2', 'u2', said('assistant', text('Hyvä sekin.'), 1_700_000_007)),
        ...node('u1b', 'about', said('user', text('Toisin sanoen'), 1_700_000_006)),
      },
    },
  ]);
  expect(outcome(job)).toEqual({ ...good, formats: ['chatgpt'] });
  expect(await tell(history)).toEqual([
    {
      title: 'Retki',
      systemPrompt: '',
      branch: ['user: Minne mennä?', 'assistant: Nuuksioon.', 'user: [image]\n\nEntä tänne?', 'assistant: Hyvä sekin.'],
      messages: 5,
    },
  ]);
  const { conversations } = await history.ask('conversations.list', { limit: 1 });
  expect(conversations[0]).toMatchObject({ createdAt: 1_700_000_000_250, updatedAt: 1_700_000_900_000 });
});

it("reads LM Studio's versions as branches and its steps as one answer", async () => {
  const history = await openHistory();
  const block = (text: string, style?: object) => ({
    type: 'contentBlock',
    content: [{ type: 'text', text }],
    ...(style ? { style } : {}),
  });
  const job = await importContent(history, {
    name: 'Kokeilu',
    pinned: true,
    createdAt: 1_700_000_000_000,
    systemPrompt: 'Vastaa lyhyesti.',
    messages: [
      {
        currentlySelected: 0,
        versions: [
          {
            type: 'singleStep',
            role: 'user',
            content: [
              { type: 'text', text: 'Hei' },
              { type: 'file', fileIdentifier: '1.png' },
            ],
          },
        ],
      },
      {
        currentlySelected: 1,
        versions: [
          { type: 'singleStep', role: 'assistant', content: [{ type: 'text', text: 'Moi' }] },
          {
            type: 'multiStep',
            role: 'assistant',
            steps: [
              block('hmm', { type: 'thinking' }),
              block('Terve'),
              { type: 'debugInfoBlock', debugInfo: 'x' },
              block('taas'),
            ],
          },
        ],
      },
    ],
  });
  expect(outcome(job)).toEqual({ ...good, formats: ['lm-studio'] });
  expect(await tell(history)).toEqual([
    {
      title: 'Kokeilu',
      systemPrompt: 'Vastaa lyhyesti.',
      branch: ['user: Hei\n\n[file]', 'assistant: Terve\n\ntaas'],
      messages: 3,
    },
  ]);
});

const janLine = (id: string, role: string, text: string, createdAt: number) =>
  JSON.stringify({
    object: 'thread.message',
    id,
    thread_id: 't1',
    role,
    created_at: createdAt,
    content: [{ type: 'text', text: { value: text, annotations: [] } }],
  });

it("reads Jan's thread from either of its two files, or from the folder above", async () => {
  const folder = join(await temporaryFolder(), 'threads');
  await mkdir(join(folder, 't1'), { recursive: true });
  const thread = {
    id: 't1',
    object: 'thread',
    title: 'Jan',
    created: 1_700_000_000,
    assistants: [{ instructions: 'Ole ystävällinen.' }],
  };
  await writeFile(join(folder, 't1', 'thread.json'), JSON.stringify(thread, null, 2));
  const lines = [
    janLine('2', 'assistant', 'Hei!', 1_700_000_002_000),
    'rikki{',
    janLine('1', 'user', 'Terve', 1_700_000_001_000),
  ];
  await writeFile(join(folder, 't1', 'messages.jsonl'), lines.join('\n'));
  const history = await openHistory();
  expect(outcome(await importPath(history, join(folder, 't1', 'thread.json')))).toEqual({
    ...good,
    formats: ['jan'],
    refused: 1,
    reasons: ['2/2: it is not JSON'],
  });
  expect(await tell(history)).toEqual([
    { title: 'Jan', systemPrompt: 'Ole ystävällinen.', branch: ['user: Terve', 'assistant: Hei!'], messages: 2 },
  ]);
  for (const path of [join(folder, 't1', 'messages.jsonl'), folder]) {
    expect(outcome(await importPath(history, path))).toMatchObject({ imported: 0, duplicates: 1 });
  }
});

it("reads Open WebUI's history with its branches, tags and archive", async () => {
  const message = (id: string, parentId: string | null, role: string, content: string, more: object = {}) => ({
    [id]: { id, parentId, childrenIds: [], role, content, timestamp: 1_700_000_000, ...more },
  });
  const history = await openHistory();
  const chat = {
    id: 'w1',
    title: 'Sää',
    archived: true,
    pinned: false,
    created_at: 1_700_000_000,
    updated_at: 1_700_000_100,
    meta: { tags: ['sää', 'arki'] },
    chat: {
      title: 'Sää',
      params: { system: 'Puhu suomea.' },
      history: {
        currentId: 'b',
        messages: {
          ...message('u', null, 'user', 'Sataako?', { files: [{ type: 'image', url: 'data:' }] }),
          ...message('a', 'u', 'assistant', 'Ei.'),
          ...message('b', 'u', 'assistant', 'Kyllä.'),
        },
      },
    },
  };
  expect(outcome(await importContent(history, [chat]))).toEqual({ ...good, formats: ['open-webui'] });
  expect(await tell(history)).toEqual([
    {
      title: 'Sää',
      systemPrompt: 'Puhu suomea.',
      branch: ['user: Sataako?\n\n[image]', 'assistant: Kyllä.'],
      messages: 3,
    },
  ]);
  expect((await history.ask('tags.list', {})).map(({ name }) => name)).toEqual(['arki', 'sää']);
});

it("reads the export of llama.cpp's web interface, its one beginning left out", async () => {
  const history = await openHistory();
  const message = (id: string, parent: string | null, role: string, content: string, type = 'text') => ({
    id,
    convId: 'k',
    parent,
    role,
    content,
    type,
    timestamp: 1_700_000_000_000,
    children: [],
  });
  const job = await importContent(history, {
    conv: { id: 'k', name: 'Laskuja', lastModified: 1_700_000_005_000, currNode: '4' },
    messages: [
      message('1', null, 'system', '', 'root'),
      message('2', '1', 'system', 'Laske huolella.'),
      message('3', '2', 'user', '2+2?'),
      message('4', '3', 'assistant', '4'),
      message('5', '3', 'assistant', '5'),
    ],
  });
  expect(outcome(job)).toEqual({ ...good, formats: ['llama-web-ui'] });
  expect(await tell(history)).toEqual([
    { title: 'Laskuja', systemPrompt: 'Laske huolella.', branch: ['user: 2+2?', 'assistant: 4'], messages: 3 },
  ]);
});

it('reads lines of ShareGPT and of messages, and lists a bad line by its number', async () => {
  const history = await openHistory();
  const lines = [
    JSON.stringify({
      id: 's1',
      conversations: [
        { from: 'system', value: 'S' },
        { from: 'human', value: 'Yksi' },
        { from: 'gpt', value: '1' },
      ],
    }),
    '{"conversations": [{"from": "human", "value": "kes',
    '',
    JSON.stringify({
      messages: [
        { role: 'user', content: 'Kaksi' },
        { role: 'assistant', content: '2' },
      ],
    }),
    JSON.stringify({ conversations: [{ from: 'narrator', value: '?' }] }),
    '17',
  ];
  expect(outcome(await importContent(history, lines.join('\n')))).toEqual({
    ...good,
    imported: 3,
    refused: 2,
    formats: ['share-gpt', 'messages'],
    reasons: ['2/2: it is not JSON', '5/6: it is of no format that Sarvi knows'],
    mended: [': a message has the role "narrator"'],
  });
  expect(await tell(history)).toEqual([
    { title: 'Yksi', systemPrompt: 'S', branch: ['user: Yksi', 'assistant: 1'], messages: 2 },
    { title: 'Kaksi', systemPrompt: '', branch: ['user: Kaksi', 'assistant: 2'], messages: 2 },
    { title: '', systemPrompt: '', branch: ['user: ?'], messages: 1 },
  ]);
});

it('refuses what holds no conversations, by name', async () => {
  const history = await openHistory();
  for (const content of ['', 'hei', '{"a":1}', '[]', '[1,2]', Buffer.from([0, 1, 2, 255])]) {
    await expect(importContent(history, content)).rejects.toMatchObject({ code: 'transfer-unrecognised' });
  }
  await expect(
    importContent(history, '{"format":"sarvi-history","version":2,"conversations":[]}'),
  ).rejects.toMatchObject({
    code: 'transfer-newer-version',
    details: { found: '2', expected: 1 },
  });
  await expect(importPath(history, '/nowhere/at/all.json')).rejects.toMatchObject({ code: 'path-missing' });
  await expect(importPath(history, await temporaryFolder())).rejects.toMatchObject({ code: 'transfer-unrecognised' });
  expect(await tell(history)).toEqual([]);
});
