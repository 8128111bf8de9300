import { expect, onTestFinished, test, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { TransferJob } from '#contract/transfers';
import { because } from '#contract/reasons';
import { suggestName } from '../../../src-renderer/transfer/suggest-name.ts';
import { buildConversation, buildMessage, buildModel } from '../../builders/contract-values.ts';
import { renderApp } from '../../builders/render-app.ts';

const CORE = {
  models: [buildModel()],
  conversations: [buildConversation({ title: 'Retki' })],
  messages: [
    buildMessage({ text: 'Minne?' }),
    buildMessage({ id: 'm2', parentId: 'm1', role: 'assistant', text: '**Nuuksioon**' }),
  ],
};

const EXPORT_FORM = { ...CORE, folders: [{ path: '/home/aino', parentPath: '/home', entries: [] }] };

const JOB: TransferJob = {
  id: 'transfer',
  kind: 'import',
  path: '/home/aino/conversations.json',
  state: 'running',
  formats: ['chatgpt'],
  bytesDone: 400,
  bytesTotal: 1000,
  conversationsTotal: null,
  conversationsDone: 3,
  duplicates: 0,
  refused: 0,
  found: 0,
  skipped: 0,
  mended: 0,
  refusals: [],
  skips: [],
  mendings: [],
  error: null,
};

const EXPORT: TransferJob = { ...JOB, kind: 'export', path: '/home/aino/toinen.jsonl', conversationsTotal: 1 };

test('an import is begun from a path, shows how far it is, and tells what was left out and why', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  await page.getByLabelText('File or folder').fill(' /home/aino/conversations.json ');
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({ name: 'history.import', input: { path: '/home/aino/conversations.json' } });
  bridge.emit('history.transferChanged', JOB);
  const bar = page.getByRole('progressbar', { name: 'Progress of conversations.json' });
  await expect.element(bar).toHaveAttribute('aria-valuenow', '40');
  await page.getByRole('button', { name: 'Cancel conversations.json' }).click();
  await expect
    .poll(() => bridge.calls)
    .toContainEqual({ name: 'history.cancelTransfer', input: { jobId: 'transfer' } });
  const error = { code: 'conversation-refused' as const, details: { reason: because('not-json') }, message: '' };
  bridge.emit('history.transferChanged', {
    ...JOB,
    state: 'finished',
    bytesDone: 1000,
    conversationsDone: 1200,
    duplicates: 2,
    refused: 201,
    refusals: [{ file: null, number: 7, line: 9, error }],
  });
  await expect.element(page.getByText('1,200 conversations imported, 2 already here, 201 left out')).toBeVisible();
  await page.getByText('What was left out, and why').click();
  await expect.element(page.getByText('line 9, conversation 7')).toBeVisible();
  await expect
    .element(
      page.getByText(
        'This conversation was left out: it is not JSON. Export it again from where it came, and import it once more.',
      ),
    )
    .toBeVisible();
  await expect.element(page.getByText('and 200 more')).toBeVisible();
  await page.getByRole('button', { name: 'Dismiss conversations.json' }).click();
  await expect.element(page.getByText('201 left out')).not.toBeInTheDocument();
});

test('a file that cannot be imported is told in words', async () => {
  const { bridge } = renderApp(CORE, '#/settings');
  await page.getByLabelText('File or folder').fill('/x');
  bridge.failNext('history.import', 'transfer-unrecognised', { path: '/x' });
  await page.getByRole('button', { name: 'Import', exact: true }).click();
  await expect.element(page.getByText(/^\/x has no conversations that Sarvi can read/)).toBeVisible();
});

test('one conversation is exported from its menu, in the format and place that were chosen', async () => {
  const { bridge } = renderApp(EXPORT_FORM);
  await page.getByRole('button', { name: /Retki/ }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const place = page.getByLabelText('File', { exact: true });
  await expect.element(place).toHaveValue('/home/aino/Retki.md');
  await page.getByRole('combobox', { name: /Format/ }).click();
  await page.getByRole('option', { name: 'JSONL for fine-tuning' }).click();
  await expect.element(place).toHaveValue('/home/aino/Retki.jsonl');
  await page.getByRole('checkbox', { name: 'All versions' }).click();
  bridge.failNext('history.export', 'path-exists', { path: '/home/aino/Retki.jsonl' });
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await expect.element(page.getByText(/^There is something at .*Retki\.jsonl already/)).toBeVisible();
  await place.fill('/home/aino/toinen.jsonl');
  await userEvent.keyboard('{Enter}');
  bridge.emit('history.transferChanged', EXPORT);
  await expect.element(page.getByRole('button', { name: 'Export', exact: true })).toBeDisabled();
  bridge.emit('history.transferChanged', { ...EXPORT, state: 'finished' });
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(bridge.calls.filter(({ name }) => name === 'history.export').at(-1)?.input).toEqual({
    format: 'jsonl',
    path: '/home/aino/toinen.jsonl',
    separateFiles: false,
    allLeaves: true,
    language: 'en',
    replace: false,
    conversationIds: ['c1'],
  });
});

test('what goes wrong while it is written is told in the dialog, once, beside what was typed', async () => {
  const { bridge } = renderApp(EXPORT_FORM);
  await page.getByRole('button', { name: /Retki/ }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const place = page.getByLabelText('File', { exact: true });
  await place.fill('/pois/toinen.md');
  await userEvent.keyboard('{Enter}');
  const path = '/pois/toinen.md';
  bridge.emit('history.transferChanged', { ...EXPORT, path });
  await expect.element(page.getByRole('progressbar')).toBeVisible();
  const error = { code: 'disk-full' as const, details: { path }, message: '' };
  bridge.emit('history.transferChanged', { ...EXPORT, path, state: 'failed', error });
  await expect.element(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  expect(document.querySelectorAll('[role="alert"]')).toHaveLength(1);
  await expect.element(place).toHaveValue('/pois/toinen.md');
  await place.fill('/home/aino/toinen.md');
  await userEvent.keyboard('{Enter}');
  bridge.emit('history.transferChanged', EXPORT);
  await expect.element(page.getByRole('dialog').getByRole('alert')).not.toBeInTheDocument();
  bridge.emit('history.transferChanged', { ...EXPORT, state: 'finished' });
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
});

/** What the page gives to the browser to keep, instead of it being kept. */
function watchDownloads(): { name: string; blob: Blob }[] {
  const kept: { name: string; blob: Blob }[] = [];
  let last: Blob | null = null;
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    last = blob as Blob;
    return 'blob:kept';
  });
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    if (last) kept.push({ name: this.download, blob: last });
  });
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  return kept;
}

test('a browser downloads what it fetches piece by piece, or tells why not', async () => {
  const kept = watchDownloads();
  const { bridge } = renderApp(EXPORT_FORM);
  await page.getByRole('button', { name: /Retki/ }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  bridge.failNext('history.downloadPiece', 'history-unavailable');
  await page.getByRole('button', { name: 'Download' }).click();
  await expect.element(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await page.getByRole('button', { name: 'Download' }).click();
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  expect(kept.map(({ name, blob }) => [name, blob.type])).toEqual([['Retki.md', 'text/markdown;charset=utf-8']]);
  expect(await kept[0]?.blob.text()).toBe('# Retki\nMinne?\n');
  expect(bridge.calls.filter(({ name }) => name === 'history.beginDownload').at(-1)?.input).toEqual({
    format: 'markdown',
    allLeaves: false,
    language: 'en',
    conversationIds: ['c1'],
  });
});

test('a dialog that is closed ends its download', async () => {
  const kept = watchDownloads();
  const { bridge } = renderApp(EXPORT_FORM);
  await page.getByRole('button', { name: /Retki/ }).click();
  await page.getByRole('menuitem', { name: 'Export…' }).click();
  const release = bridge.holdNext('history.downloadPiece');
  await page.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  release();
  await expect.poll(() => bridge.calls.some(({ name }) => name === 'history.endDownload')).toBe(true);
  expect(kept).toEqual([]);
});

test("the desktop's own dialog chooses the place, and has asked about a file that is there", async () => {
  const { bridge } = renderApp({ ...CORE, description: { shell: 'desktop', nativeDialogs: true } }, '#/settings');
  await page.getByRole('button', { name: 'Export all…' }).click();
  await page.getByRole('button', { name: 'Choose the place…' }).click();
  await expect
    .poll(() => bridge.calls.find(({ name }) => name === 'history.export')?.input)
    .toMatchObject({ path: '/home/aino/Sarvi conversations.md', replace: true });
});

test('a conversation goes to paper whole, and only once', async () => {
  let printed = '';
  const original = window.print.bind(window);
  window.print = () => {
    printed += `${document.querySelector('.print-view')?.textContent ?? ''}|`;
  };
  try {
    const { bridge } = renderApp(CORE);
    await page.getByRole('button', { name: /Retki/ }).click();
    await page.getByRole('menuitem', { name: 'Print or save as PDF…' }).click();
    await expect.poll(() => printed.replace(/\s+/g, ' ')).toMatch(/^[^|]*Retki[^|]*Minne\?[^|]*\|$/);
    const asked = bridge.calls.find(({ name }) => name === 'history.beginDownload');
    expect(asked?.input).toMatchObject({ format: 'html', conversationIds: [expect.any(String) as string] });
    window.dispatchEvent(new Event('afterprint'));
    await expect.poll(() => document.querySelector('.print-view')).toBeNull();
  } finally {
    window.print = original;
  }
});

test('suggests names that every system takes', () => {
  expect(suggestName('Mitä/kuka: "minä"?\n', 'json')).toBe('Mitä kuka minä.json');
  expect(suggestName('con', 'markdown')).toBe('_con.md');
  expect(suggestName('...', null)).toBe('Sarvi');
});
