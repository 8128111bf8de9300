import { expect, test } from 'vitest';
import { ImportQueue } from '../../../../src-main/core/models/import-queue.ts';

const never = new AbortController().signal;

test('imports go one by one in the order of asking, and who leaves the line keeps nobody waiting', async () => {
  const queue = new ImportQueue();
  const seen: string[] = [];
  const leaving = new AbortController();
  const ask = async (name: string, signal = never): Promise<void> => {
    const end = await queue.take(signal, () => seen.push(`${name} waits`));
    seen.push(`${name} begins`);
    await Promise.resolve();
    end();
  };
  const end = await queue.take(never, () => seen.push('first waits'));
  const second = ask('second', leaving.signal);
  const others = [ask('third'), ask('fourth')];
  leaving.abort();
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  end();
  await Promise.all(others);
  await ask('fifth');
  expect(seen).toEqual([
    'second waits',
    'third waits',
    'fourth waits',
    'third begins',
    'fourth begins',
    'fifth begins',
  ]);
  await expect(queue.take(AbortSignal.abort(), () => undefined)).rejects.toMatchObject({ code: 'cancelled' });
});
