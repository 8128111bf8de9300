/** Rows that were kept for testing, as an export of Sarvi has them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adapterFiles, randomFactors, writeAdapter } from './adapter.ts';

const said = (role: string, content: string): { role: string; content: string } => ({ role, content });

export const pairRow = (question: string, chosen: string, rejected: string): Record<string, unknown> => ({
  prompt: [said('user', question)],
  chosen: [said('assistant', chosen)],
  rejected: [said('assistant', rejected)],
});

export const sftRow = (question: string, answer: string): Record<string, unknown> => ({
  messages: [said('user', question), said('assistant', answer)],
});

/** `export` in a folder, with `data/test.jsonl` and the manifest beside it. */
export async function writeHeldOut(parent: string, rows: readonly unknown[], name = 'Parit'): Promise<string> {
  const folder = join(parent, 'export');
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'data/test.jsonl'), rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ name, version: 3, digest: 'x' }));
  return folder;
}

/** `Runot` in a folder: a PEFT adapter that changes what the guide model says. */
export function writeGuideAdapter(parent: string): Promise<string> {
  const factors = randomFactors(
    [
      ['model.layers.2.self_attn.v_proj', 128, 256],
      ['model.layers.3.mlp.down_proj', 256, 768],
    ],
    4,
  );
  return writeAdapter(join(parent, 'Runot'), adapterFiles(factors, { alpha: 64 }));
}
