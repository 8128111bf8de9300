import { describe, expect, test } from 'vitest';
import { SarviError } from '#contract/errors';
import { quoteFile, safeName } from '#contract/quote-file';
import { readAttachment, readFile } from '../../../src-renderer/attachments/read-attachment.ts';
import { splitAttachments } from '#contract/split-attachments';
import { buildPages, buildPdf, packedPdf } from '../../builders/small-pdf.ts';

const read = async (bytes: BlobPart, name: string): Promise<string> =>
  (await readAttachment(new File([bytes], name), (size) => `${size} B`, new AbortController().signal)).text;

async function codeOf(act: Promise<unknown>): Promise<string> {
  return act.then(
    () => 'nothing',
    (error: unknown) => SarviError.from(error).code,
  );
}

describe('the text of a file', () => {
  test.each([
    ['UTF-8', new TextEncoder().encode('Äyriäinen €')],
    ['UTF-8 with a byte order mark', new TextEncoder().encode('\uFEFFÄyriäinen €')],
    ['UTF-16 little-endian', utf16('\uFEFFÄyriäinen €', true)],
    ['UTF-16 big-endian', utf16('\uFEFFÄyriäinen €', false)],
    ['Windows-1252', Uint8Array.from([0xc4, 0x79, 0x72, 0x69, 0xe4, 0x69, 0x6e, 0x65, 0x6e, 0x20, 0x80])],
  ])('is read from %s', async (_name, bytes) => {
    expect(await read(bytes, 'a.txt')).toBe('Äyriäinen €');
  });

  test('has plain line ends', async () => {
    expect(await read('yksi\r\nkaksi\rkolme', 'a.csv')).toBe('yksi\nkaksi\nkolme');
  });

  test('is refused where there is none, too much, or nothing', async () => {
    const noise = Uint8Array.from({ length: 4000 }, (_, index) => (index * 37) % 256);
    expect(await codeOf(read(noise, 'kuva.png'))).toBe('attachment-not-text');
    expect(await codeOf(read('a'.repeat(2_000_001), 'iso.txt'))).toBe('attachment-too-large');
    expect(await codeOf(read(' \n ', 'tyhja.txt'))).toBe('attachment-empty');
  });
});

describe('a document', () => {
  const docx = '{\\rtf1 Terve {\\b maailma}\\par{\\pict 00}}';

  test('is read in a thread, by its content, and says what is left out', async () => {
    const attachment = await readAttachment(new File([docx], 'kirje.txt.doc'), String, new AbortController().signal);
    expect(attachment).toMatchObject({
      name: 'kirje.txt.doc',
      text: 'Terve **maailma**',
      quoted: '```markdown kirje.txt.doc\nTerve **maailma**\n```',
      leftOut: [{ kind: 'pictures', count: 1 }],
    });
    expect(splitAttachments(attachment.quoted)).toEqual([
      { kind: 'file', name: 'kirje.txt.doc', text: 'Terve **maailma**', lines: 1 },
    ]);
  });

  test('that is damaged, has only pictures or nothing is refused', async () => {
    expect(await codeOf(read('PK\u0003\u0004', 'rikki.docx'))).toBe('attachment-unreadable');
    expect(await codeOf(read('{\\rtf1{\\pict 00}}', 'kuva.rtf'))).toBe('attachment-without-text');
    expect(await codeOf(read('{\\rtf1}', 'tyhja.rtf'))).toBe('attachment-empty');
  });

  test('is not read once that is called off', async () => {
    const abort = new AbortController();
    abort.abort();
    await expect(readAttachment(new File([docx], 'a.rtf'), String, abort.signal)).rejects.toThrow();
  });
});

describe('a PDF', () => {
  test('gives its text', async () => {
    const pdf = buildPdf(['Hyvää päivää (taas)', 'Toinen rivi']);
    expect(await read(pdf, 'kirje.PDF')).toBe('Hyvää päivää (taas)\nToinen rivi');
    expect(await read(pdf, 'toinen kerta.pdf')).toContain('Toinen rivi');
  });

  test('says how many of its pages have no text', async () => {
    const file = new File([buildPages([['Yksi'], [], ['Kolme'], []])], 'skannattu.pdf');
    expect(await readFile(file, String, new AbortController().signal)).toEqual({
      name: 'skannattu.pdf',
      text: 'Yksi\n\nKolme',
      leftOut: [{ kind: 'pages', count: 2 }],
    });
  });

  test('that is damaged or holds no text is refused', async () => {
    expect(await codeOf(read('%PDF-1.7 but nothing else', 'rikki.pdf'))).toBe('attachment-unreadable');
    expect(await codeOf(read(buildPdf(['']), 'skannattu.pdf'))).toBe('attachment-without-text');
  });
});

describe('a PDF that unpacks to far more than it holds', () => {
  const deflate = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(
      await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'))).arrayBuffer(),
    );
  const encode = (text: string) => new TextEncoder().encode(text);

  test('into text without end is left where enough has been read', async () => {
    const pdf = packedPdf(await deflate(encode(`BT /F1 12 Tf ${'(A) Tj T* '.repeat(1_000_000)} ET`)), '/FlateDecode');
    expect(pdf.length).toBeLessThan(30_000);
    expect(await codeOf(read(pdf, 'pommi.pdf'))).toBe('attachment-unreadable');
  });

  test('packed within packed is refused before it is read', async () => {
    // Of the larger one there is more to come when it is found out.
    for (const megabytes of [100, 300]) {
      const zeros = await deflate(new Uint8Array(megabytes * 1_000_000));
      const pdf = packedPdf(await deflate(zeros), '[/FlateDecode /FlateDecode]');
      expect(pdf.length).toBeLessThan(10_000);
      expect(await codeOf(read(pdf, 'pommi.pdf'))).toBe('attachment-unreadable');
    }
  });

  test('is read where it is only well packed, and not at all once that is called off', async () => {
    const pdf = packedPdf(
      await deflate(encode(`BT /F1 12 Tf 72 720 Td (${'Terve '.repeat(1000)}) Tj ET`)),
      '/FlateDecode',
    );
    expect(await read(pdf, 'hyvä.pdf')).toContain('Terve Terve');
    const abort = new AbortController();
    abort.abort();
    await expect(readAttachment(new File([pdf], 'a.pdf'), String, abort.signal)).rejects.toThrow();
  });
});

describe('a quoted file', () => {
  test('is found again whole, whatever fences it holds', () => {
    const text = '# Otsikko\n\n```js\nfoo();\n```\n\n````\nx\n````';
    const message = `${quoteFile('ohje.md', text)}\n\nMitä tässä sanotaan?`;
    expect(message.startsWith('`````markdown ohje.md\n')).toBe(true);
    expect(splitAttachments(message)).toEqual([
      { kind: 'file', name: 'ohje.md', text, lines: 9 },
      { kind: 'text', text: 'Mitä tässä sanotaan?' },
    ]);
  });

  test('is not mistaken for code that someone typed', () => {
    for (const typed of ['```js\nfoo();\n```', '```js my code\nfoo();\n```', '```python\nunclosed', 'a ``` b']) {
      expect(splitAttachments(typed)).toEqual([{ kind: 'text', text: typed }]);
    }
  });

  test('has a name that ends no fence, breaks no line and turns no direction', () => {
    expect(safeName(`a\`b~~~\nc${String.fromCodePoint(0x202e)}gnp.exe\0.txt`)).toBe('a b c gnp.exe .txt');
    expect(safeName('\u0000``')).toBe('file');
    expect(splitAttachments(quoteFile(safeName('Makefile'), 'all:\n'))).toEqual([
      { kind: 'file', name: 'Makefile', text: 'all:', lines: 1 },
    ]);
    expect([...safeName('ä'.repeat(500))]).toHaveLength(120);
  });
});

function utf16(text: string, isLittleEndian: boolean): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let index = 0; index < text.length; index += 1) {
    view.setUint16(index * 2, text.charCodeAt(index), isLittleEndian);
  }
  return new Uint8Array(view.buffer);
}
