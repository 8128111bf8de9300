import { expect, test } from 'vitest';
import { Turns } from '../../../../src-main/core/models/turns.ts';

const never = new AbortController().signal;

test('turns go round in the order of asking, and who leaves the line keeps nobody waiting', async () => {
  const turns = new Turns();
  const seen: string[] = [];
  const leaving = new AbortController();
  const ask = async (name: string, signal = never): Promise<void> => {
    const end = await turns.take(signal, () => seen.push(`${name} waits`));
    seen.push(`${name} begins`);
    await Promise.resolve();
    end();
  };
  const end = await turns.take(never, () => seen.push('first waits'));
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
  await expect(turns.take(AbortSignal.abort(), () => undefined)).rejects.toMatchObject({ code: 'cancelled' });
});
