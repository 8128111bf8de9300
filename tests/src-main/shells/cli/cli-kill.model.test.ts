import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readJournal } from '../../../../src-main/core/convert/journal.ts';
import { readGguf } from '../../../../src-main/core/gguf/read-gguf.ts';
import { checkpointFiles, SMALL_SHAPE, writeCheckpoint } from '../../../builders/checkpoint.ts';
import { mulberry32 } from '../../../builders/random-weights.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const ENTRY = join(ROOT, 'src-main/shells/cli/main.ts');
/** With a type that only the library's scalar kernel makes, seconds of work: enough to be killed in. */
const SLOW_SHAPE = { ...SMALL_SHAPE, layers: 24, feedForwardWidth: 2048 };
const SLOW_TYPE = 'Q3_K_M';

function start(args: readonly string[]): { child: ChildProcess; lines: Promise<Record<string, unknown>[]> } {
  const child = spawn(process.execPath, [ENTRY, ...args, '--json'], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => void (text += chunk.toString()));
  const lines = once(child, 'close').then(() =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  );
  return { child, lines };
}

const run = (args: readonly string[]): Promise<Record<string, unknown>[]> => start(args).lines;

test(
  'an import whose whole app is killed at random goes on, ends with the same bytes, and verifies',
  { timeout: 180_000 },
  async () => {
    const source = await writeCheckpoint(await temporaryFolder(), checkpointFiles(SLOW_SHAPE));
    const [undisturbed, killed] = [await temporaryFolder(), await temporaryFolder()];
    const importing = (data: string): string[] => [
      'import',
      source,
      '--type',
      SLOW_TYPE,
      '--name',
      'Big',
      '--data-dir',
      data,
    ];
    const model = (data: string): string => join(data, 'models', 'big-q3_k_m', 'model.gguf');
    expect((await run(importing(undisturbed))).at(-1)).toMatchObject({ type: 'result', model: { id: 'big-q3_k_m' } });

    const random = mulberry32(Date.now());
    const journal = async (): ReturnType<typeof readJournal> => {
      const [folder = ''] = (await readdir(join(killed, 'models')).catch(() => [])).filter((name) =>
        name.endsWith('.importing'),
      );
      return readJournal(join(killed, 'models', folder, 'model.gguf.sarvi-partial.journal'));
    };
    let written = 0;
    for (let kills = 0; kills < 3; kills += 1) {
      const { child, lines } = start(importing(killed));
      const before = written;
      await vi.waitFor(async () => {
        const left = await journal();
        expect((left?.entries.length ?? 0) > before || child.exitCode !== null).toBe(true);
      }, 30_000);
      // The first kill comes at once, so that it never finds the import at its end.
      if (kills > 0) await new Promise((resolve) => setTimeout(resolve, random() * 200));
      child.kill('SIGKILL');
      await lines;
      if (existsSync(model(killed))) break;
      // Nothing looks like a model, and nothing that was taken down is lost.
      expect((await run(['models', '--data-dir', killed])).at(-1)).toMatchObject({ models: [] });
      const entries = (await journal())?.entries.length ?? 0;
      expect(entries).toBeGreaterThanOrEqual(written);
      written = entries;
    }
    expect(written).toBeGreaterThan(0);
    if (!existsSync(model(killed))) {
      expect((await run(importing(killed))).at(-1)).toMatchObject({ type: 'result', model: { id: 'big-q3_k_m' } });
    }
    const log = await readFile(join(killed, 'logs', 'sarvi.log'), 'utf8');
    // A run that was killed while its finished file was checked has a line of its own before.
    expect(Number([...log.matchAll(/"resumedBytes":(\d+)/g)].at(-1)?.[1])).toBeGreaterThan(0);
    expect((await readFile(model(killed))).equals(await readFile(model(undisturbed)))).toBe(true);
    expect(await readdir(join(killed, 'models'))).toEqual(['big-q3_k_m']);

    const verified = (await run(['verify', 'big-q3_k_m', '--data-dir', killed])).at(-1);
    expect(verified).toMatchObject({ type: 'result', sound: true });
    const { tensors } = await readGguf(model(killed));
    const file = await open(model(killed), 'r+');
    await file.write(Buffer.from('spoilt'), 0, 6, tensors[3]?.offset);
    await file.close();
    for (const target of ['big-q3_k_m', model(killed)]) {
      const { child, lines } = start(['verify', target, '--data-dir', killed]);
      expect((await lines).at(-1)).toMatchObject({
        type: 'error',
        code: 'checksum-mismatch',
        details: { expected: verified?.['checksum'] },
      });
      expect(child.exitCode).toBe(1);
    }
  },
);
