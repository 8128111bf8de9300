import { expect, test } from 'vitest';
import { errorSentences } from '#contract/error-sentences';
import { chosenFiles, droppedFiles, type ChosenFiles } from '../../../src-renderer/attachments/chosen-files.ts';

type Tree = { readonly [name: string]: Tree | string };

/** Entries as a browser gives them: two at a time, and none at the end. */
function entry(name: string, content: Tree | string): unknown {
  if (typeof content === 'string') {
    return { name, isDirectory: false, file: (take: (file: File) => void) => take(new File([content], name)) };
  }
  const all = Object.entries(content).map(([inner, value]) => entry(inner, value));
  return {
    name,
    isDirectory: true,
    createReader: () => ({ readEntries: (take: (entries: unknown[]) => void) => take(all.splice(0, 2)) }),
  };
}

async function drop(tree: Tree): Promise<ChosenFiles> {
  const items = Object.entries(tree).map(([name, content]) => ({ webkitGetAsEntry: () => entry(name, content) }));
  return droppedFiles({ items, files: [] } as unknown as DataTransfer);
}

const paths = ({ files }: ChosenFiles) => files.map(({ path }) => path);
const refused = ({ refused: all }: ChosenFiles) =>
  all.map(({ details }) => `${details['name'] ?? ''}: ${String(details['reason'])}`);

test('a folder gives the files of its folders, in the order of their names', async () => {
  const chosen = await drop({
    kansio: { 'luku 10.txt': 'x', 'luku 2.txt': 'y', sisä: { 'a.txt': 'z' } },
    'erikseen.txt': 'å',
  });
  expect(paths(chosen)).toEqual(['erikseen.txt', 'kansio/luku 2.txt', 'kansio/luku 10.txt', 'kansio/sisä/a.txt']);
  expect(refused(chosen)).toEqual([]);
});

test('hidden files and what systems leave are named, and hidden folders are not looked into', async () => {
  const chosen = await drop({
    '.ohjeet': { 'a.txt': 'x', '.git': { config: 'y' }, '.DS_Store': 'z', 'Thumbs.db': 'w' },
  });
  expect(paths(chosen)).toEqual(['.ohjeet/a.txt']);
  expect(refused(chosen)).toEqual([
    '.ohjeet/.DS_Store: hidden-file',
    '.ohjeet/.git: hidden-file',
    '.ohjeet/Thumbs.db: hidden-file',
  ]);
  expect(errorSentences.en['attachment-unreadable']).toContain('{name}');
});

test('more files than are taken at once are each named', async () => {
  const many = Object.fromEntries(Array.from({ length: 203 }, (_, index) => [`${index}.txt`, 'x']));
  const chosen = await drop({ kansio: many });
  expect(chosen.files).toHaveLength(200);
  expect(refused(chosen)).toEqual(
    [200, 201, 202].map((number) => `kansio/${number}.txt: more-files-than-taken {"most":200}`),
  );
});

test('folders in folders without end, and of more files than are looked at, end', async () => {
  let deep: Tree = { 'a.txt': 'x' };
  for (let level = 0; level < 30; level += 1) deep = { kansio: deep };
  expect(refused(await drop(deep))).toEqual([`${Array(14).fill('kansio').join('/')}: document-too-deep {"most":12}`]);
  const many = Object.fromEntries(Array.from({ length: 3000 }, (_, index) => [`${index}.txt`, 'x']));
  expect(refused(await drop({ kansio: many })).filter((line) => line.includes('folder-too-large'))).toHaveLength(1);
});

test('files that were chosen or pasted keep their names, hidden ones too', () => {
  expect(paths(chosenFiles([new File(['x'], 'b.txt'), new File(['y'], '.env')]))).toEqual(['.env', 'b.txt']);
});
