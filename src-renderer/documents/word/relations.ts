import { partPath, readXmlIfThere } from '../container/package.ts';
import type { ZipArchive } from '../container/read-zip.ts';
import { elementsOf } from '../container/tree.ts';

export interface Relations {
  /** Names of parts, by the last word of the relation's type: `styles`, `header`. */
  byType: (type: string) => readonly string[];
  /** The address of a link to the outside. */
  address: (id: string) => string | undefined;
}

/** What a part of an Office file points to. @param part - '' for the file itself. @throws Unreadable */
export async function readRelations(archive: ZipArchive, part: string): Promise<Relations> {
  const name = part.replace(/([^/]*)$/, '_rels/$1.rels');
  const root = await readXmlIfThere(archive, name);
  const inside = new Map<string, string[]>();
  const outside = new Map<string, string>();
  for (const { attributes } of root ? elementsOf(root) : []) {
    const [id, type, target] = ['Id', 'Type', 'Target'].map((key) => attributes.get(key) ?? '') as [
      string,
      string,
      string,
    ];
    if (attributes.get('TargetMode') === 'External') outside.set(id, target);
    else {
      const kind = type.slice(type.lastIndexOf('/') + 1);
      inside.set(kind, [...(inside.get(kind) ?? []), partPath(part, target)]);
    }
  }
  return { byType: (type) => inside.get(type) ?? [], address: (id) => outside.get(id) };
}
