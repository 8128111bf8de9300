import { expect, test as base } from '@playwright/test';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchContract } from './watch-contract.ts';

/** Tests with a folder of their own, which goes away with what they leave in it, and pages that are held to the contract. */
export const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern -- Playwright reads the names of the wanted fixtures from the pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'sarvi e2e '));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
  context: async ({ context }, use) => {
    const faults: string[] = [];
    context.on('page', (page) => watchContract(page, (fault) => faults.push(fault)));
    await use(context);
    expect(faults).toEqual([]);
  },
});
