/** What a small PDF that unpacks to a great deal takes of the memory, in the built page with its worker. */
import { expect, test, type Page } from '@playwright/test';
import { readFileSync, writeFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { buildConversation, buildModel } from '../builders/contract-values.ts';
import { serveCore } from '../builders/serve-core.ts';
import { packedPdf } from '../builders/small-pdf.ts';

const TWICE = '[/FlateDecode /FlateDecode]';
/** Without a bound a file of this kind took 2.2 GB. A page with the reader's parts loaded takes some 150 MB. */
const MOST_BYTES = 1.2e9;

const drawing = (times: number): Buffer => Buffer.from(`BT /F1 12 Tf ${'(A) Tj T* '.repeat(times)} ET`);
const pack = (bytes: Uint8Array): Buffer => deflateSync(bytes, { level: 9 });

const BOMBS = {
  'half a gigabyte of nothing, packed twice': () => packedPdf(pack(pack(Buffer.alloc(2 ** 29))), TWICE),
  'text as long as it may be, packed twice': () => packedPdf(pack(pack(drawing(6_600_000))), TWICE),
  'text as long as it may be, packed once': () => packedPdf(pack(drawing(6_600_000)), '/FlateDecode'),
};

/** Of the process that draws the page. */
async function rendererOf(page: Page): Promise<number> {
  const session = await page.context().browser()?.newBrowserCDPSession();
  const { processInfo } = (await session?.send('SystemInfo.getProcessInfo')) ?? { processInfo: [] };
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  // Others may be kept in reserve: the one that has worked is the largest.
  return renderers.reduce((best, id) => (peakOf(id) > peakOf(best) ? id : best));
}

/** The most memory that a process has had at once, in bytes, as Linux keeps it. */
function peakOf(processId: number): number {
  const [, kilobytes] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${processId}/status`, 'utf8')) ?? [];
  return Number(kilobytes) * 1024;
}

test.use({ locale: 'en-GB' });
test.skip(process.platform !== 'linux', 'no other system keeps the peak of a process');

for (const [name, make] of Object.entries(BOMBS)) {
  test(`is refused and takes no gigabytes: ${name}`, async ({ page }) => {
    test.slow();
    // Packing it takes seconds, in which the server of this process would answer nothing.
    const buffer = Buffer.from(make());
    const core = await serveCore({ models: [buildModel()], conversations: [buildConversation()] });
    try {
      await page.goto(core.entryUrl);
      await expect(page.getByRole('textbox', { name: 'Message', exact: true })).toBeVisible();
      const renderer = await rendererOf(page);
      // Forgets the peak of the start.
      writeFileSync(`/proc/${renderer}/clear_refs`, '5');
      const before = peakOf(renderer);
      const file = { name: 'bomb.pdf', mimeType: 'application/pdf', buffer };
      await page.getByTestId('file-input').setInputFiles([file]);
      await expect(page.getByText(/unpacks to far more than its size/)).toBeVisible({ timeout: 60_000 });
      const peak = peakOf(renderer);
      const megabytes = [before, peak].map((bytes) => `${Math.round(bytes / 1e6)} MB`).join(' -> ');
      test.info().annotations.push({ type: 'memory', description: `${buffer.length} bytes: ${megabytes}` });
      expect(peak).toBeLessThan(MOST_BYTES);
    } finally {
      await core.close();
    }
  });
}
