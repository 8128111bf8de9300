import { because } from '#contract/reasons';
import { decodeXml } from '../container/decode-xml.ts';
import { partPath, readXml, readXmlIfThere } from '../container/package.ts';
import { parseXml } from '../container/parse-xml.ts';
import type { ZipArchive } from '../container/read-zip.ts';
import { child, descendants, elementsOf, find, textOf, type Element } from '../container/tree.ts';
import type { LeftOutCounter } from '../left-out.ts';
import type { Block, DocumentText } from '../text/blocks.ts';
import { Unreadable } from '../unreadable.ts';
import { decodeHtml } from '../web/decode-html.ts';
import { PageNotes } from '../web/page-notes.ts';
import { PageWalk } from '../web/page-walk.ts';
import { parseHtml } from '../web/parse-html.ts';
import { readBody } from '../web/read-page.ts';

/** Fonts are scrambled in free books too. */
const FONT_SCRAMBLING = /idpf\.org\/2008\/embedding|ns\.adobe\.com\/pdf\/enc#RC/;

/**
 * The text of a book: its pages in the order of its spine. A book that is locked (DRM) is refused.
 *
 * @throws Unreadable
 * @see EPUB 3.3; EPUB 2 has the same container and spine
 */
export async function readEpub(archive: ZipArchive, leftOut: LeftOutCounter): Promise<DocumentText> {
  const container = await readXml(archive, 'META-INF/container.xml');
  const packagePath = find(container, 'container:rootfile')?.attributes.get('full-path') ?? '';
  const root = await readXml(archive, packagePath);
  await requireUnlocked(archive);
  const manifest = child(root, 'opf:manifest');
  const items = new Map((manifest ? elementsOf(manifest) : []).map((item) => [item.attributes.get('id') ?? '', item]));
  const spine = child(root, 'opf:spine');

  const pages: { readonly path: string; readonly root: Element }[] = [];
  for (const reference of spine ? elementsOf(spine) : []) {
    const item = items.get(reference.attributes.get('idref') ?? '');
    const path = partPath(packagePath, decoded(item?.attributes.get('href') ?? ''));
    // The table of contents is a page of links to the others.
    if (/\bnav\b/.test(item?.attributes.get('properties') ?? '')) continue;
    if (!item || !archive.has(path)) {
      leftOut.add('parts');
      continue;
    }
    pages.push({ path, root: await readSpinePage(archive, path) });
  }
  if (pages.length === 0) throw new Unreadable(because('part-damaged', { part: packagePath }));
  const notes = new PageNotes(pages);
  const blocks = pages.flatMap(({ path, root: page }) => readBody(page, path, notes, leftOut));
  const title = titleOf(root);
  const isTitled = title === '' || blocks.some(({ kind }) => kind === 'heading');
  const head: Block[] = isTitled
    ? []
    : [{ kind: 'heading', level: 1, inlines: [{ kind: 'text', text: title, style: {} }] }];
  return {
    blocks: [...head, ...blocks],
    notes: notes.write((note, path) => new PageWalk(path, notes, leftOut).blocks(note)),
  };
}

/** Strictly where it is well-formed, since XHTML closes elements in its own way; else as browsers read HTML. */
async function readSpinePage(archive: ZipArchive, path: string): Promise<Element> {
  const bytes = await archive.read(path);
  try {
    return parseXml(decodeXml(bytes, path), path);
  } catch (error) {
    if (error instanceof Unreadable && !error.reason.startsWith('part-damaged')) throw error;
    return parseHtml(decodeHtml(bytes));
  }
}

async function requireUnlocked(archive: ZipArchive): Promise<void> {
  const encryption = await readXmlIfThere(archive, 'META-INF/encryption.xml');
  const methods = encryption ? [...descendants(encryption)].filter(({ name }) => name === 'enc:EncryptionMethod') : [];
  const isLocked = methods.some(({ attributes }) => !FONT_SCRAMBLING.test(attributes.get('Algorithm') ?? ''));
  if (isLocked || archive.has('META-INF/sinf.xml')) throw new Unreadable(because('has-drm'));
}

function titleOf(root: Element): string {
  const metadata = child(root, 'opf:metadata');
  const title = metadata?.children.find(
    (node): node is Element => typeof node !== 'string' && node.name.endsWith(':title'),
  );
  return title ? textOf(title).trim() : '';
}

function decoded(href: string): string {
  try {
    return decodeURIComponent(href);
  } catch {
    return href;
  }
}
