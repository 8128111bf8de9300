import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

interface ProcessLine {
  readonly id: number;
  readonly parentId: number;
  readonly title: string;
}

/** The children of `parentId` whose title in the system's list matches. */
export function childrenOf(parentId: number, title: RegExp): number[] {
  const list = process.platform === 'linux' ? readProc() : readPs();
  return list.filter((line) => line.parentId === parentId && title.test(line.title)).map(({ id }) => id);
}

/** The one such child. */
export function onlyChild(parentId: number, title: RegExp): number {
  const [id, ...others] = childrenOf(parentId, title);
  if (id === undefined || others.length > 0) throw new Error(`not one child ${title}: ${[id, ...others].join(', ')}`);
  return id;
}

function readProc(): ProcessLine[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
        const title = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
        return [{ id: Number(name), parentId: Number(fields[1]), title }];
      } catch {
        return []; // Ended while being read.
      }
    });
}

function readPs(): ProcessLine[] {
  const lines = execFileSync('ps', ['-axo', 'pid=,ppid=,command='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, id, parentId, title = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return id ? [{ id: Number(id), parentId: Number(parentId), title }] : [];
  });
}
