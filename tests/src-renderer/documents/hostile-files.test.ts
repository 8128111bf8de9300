import { deflateRawSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import {
  archive,
  buildCompound,
  buildDocx,
  buildEpub,
  buildOdt,
  para,
  wordXml,
  xhtml,
} from '../../builders/office-files.ts';
import { zipOf } from '../../builders/zip.ts';
import { parse, refusal } from './parse.ts';

const docxWith = (xml: string) => archive([{ name: 'word/document.xml', content: xml }]);

describe('an archive that is made to harm is refused', () => {
  test('where one part unpacks to far more than its size', async () => {
    const bomb = docxWith(wordXml('document', `<w:body>${' '.repeat(30_000_000)}</w:body>`));
    expect(bomb.length).toBeLessThan(50_000);
    expect(await refusal(bomb)).toBe('it unpacks to far more than its size');
  });

  test('where a part lies about its size, either way', async () => {
    const content = wordXml('document', `<w:body>${para('a'.repeat(100_000))}</w:body>`);
    for (const sizeBytes of [1000, 200_000]) {
      const lying = archive([{ name: 'word/document.xml', content, claims: { sizeBytes } }]);
      expect(await refusal(lying)).toMatch(/word\/document\.xml is (?:larger than it claims|damaged)/);
    }
    const wrong = archive([{ name: 'word/document.xml', content, claims: { checksum: 7 } }]);
    expect(await refusal(wrong)).toBe('the part word/document.xml is damaged');
  });

  test('where parts share their bytes', async () => {
    const bytes = zipOf([
      { name: 'word/document.xml', content: wordXml('document', '<w:body/>') },
      { name: 'word/other.xml', content: 'a' },
    ]);
    // The second entry of the directory points to the first part.
    const second = bytes.lastIndexOf(Buffer.from('PK\x01\x02'));
    bytes.writeUInt32LE(0, second + 42);
    expect(await refusal(Uint8Array.from(bytes))).toContain('share their bytes');
  });

  test('where it claims more than any document has', async () => {
    const claims = { sizeBytes: 2 ** 31 };
    const parts = Array.from({ length: 3 }, (_, index) => ({ name: `word/media/${index}.png`, content: 'a', claims }));
    expect(await refusal(archive([{ name: 'word/document.xml', content: 'a' }, ...parts]))).toContain(
      'unpacks to far more',
    );
  });

  test.each(['../../etc/passwd', '/etc/passwd', 'word\\..\\..\\a', 'C:\\a'])(
    'where a name leads outside: %s',
    async (name) => {
      expect(await refusal(archive([{ name, content: 'a' }]))).toContain('points to another folder');
    },
  );

  test('where its directory is cut off, or is none', async () => {
    const whole = buildDocx(para('Terve'));
    expect(await refusal(whole.slice(0, -40))).toContain('ZIP archive that it is made of is damaged');
    expect(await refusal(whole.slice(0, whole.length / 2))).toContain('damaged');
    expect(await refusal('PK\u0003\u0004')).toContain('damaged');
  });

  test('where it is locked', async () => {
    const locked = archive([{ name: 'word/document.xml', content: 'a', claims: { flags: 0x801 } }]);
    expect(await refusal(locked)).toBe('it asks for a password');
  });

  test('and an archive inside it is never opened', async () => {
    const nested = deflateRawSync(Buffer.alloc(50_000_000));
    const docx = buildDocx(para('Terve'), { 'embeddings/bomb.zip': nested.toString('latin1') });
    expect((await parse(docx))?.text).toBe('Terve');
  });
});

describe('XML that is made to harm is refused', () => {
  test('with entities of its own, as a billion laughs have', async () => {
    const laughs = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><w:document xmlns:w="w">&y;</w:document>';
    expect(await refusal(docxWith(laughs))).toContain('declarations of its own in XML');
    expect(await refusal(docxWith('<w:document>&y;</w:document>'))).toBe('the part word/document.xml is damaged');
    expect(await refusal(buildEpub({ 'a.xhtml': laughs }))).toContain('declarations of its own in XML');
  });

  test('with elements in elements without end', async () => {
    expect(await refusal(docxWith('<w:p>'.repeat(100_000)))).toBe('it nests deeper than 250');
  });

  test.each(['', '<a', '<a></b>', '<a/><b/>', 'words', '<a b></a>', '<a>&#xFFFFFFFF;</a>', '<!-- '])(
    'that is broken: %s',
    async (xml) => {
      expect(await refusal(docxWith(xml))).toBe('the part word/document.xml is damaged');
    },
  );
});

describe('a file that cannot be opened says why', () => {
  test('with a password in Office', async () => {
    expect(await refusal(buildCompound('EncryptionInfo', 'EncryptedPackage'))).toBe('it asks for a password');
  });

  test('of Word before 2007', async () => {
    expect(await refusal(buildCompound('WordDocument', '1Table'))).toContain('save it as .docx first');
    // A sheet of that time is no document.
    expect(await parse(buildCompound('Workbook'))).toBeNull();
  });

  test('with a password in OpenDocument', async () => {
    const manifest = `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`;
    const odt = buildOdt('', [{ name: 'META-INF/manifest.xml', content: manifest }]);
    expect(await refusal(odt)).toBe('it asks for a password');
  });

  test('locked by DRM, but not where only fonts are scrambled', async () => {
    const encryption = (algorithm: string) => ({
      name: 'META-INF/encryption.xml',
      content: `<encryption><e:EncryptedData xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptionMethod Algorithm="${algorithm}"/></e:EncryptedData></encryption>`,
    });
    const pages = { 'a.xhtml': xhtml('<p>Terve</p>') };
    expect(await refusal(buildEpub(pages, [encryption('http://www.w3.org/2001/04/xmlenc#aes128-cbc')]))).toContain(
      'DRM',
    );
    expect((await parse(buildEpub(pages, [encryption('http://www.idpf.org/2008/embedding')])))?.text).toBe('Terve');
  });

  test('as sheets and plain archives do not', async () => {
    expect(await parse(archive([{ name: 'xl/workbook.xml', content: '<a/>' }]))).toBeNull();
    expect(await parse(archive([{ name: 'a.txt', content: 'a' }]))).toBeNull();
  });
});

describe('RTF that is made to harm', () => {
  test('is refused where groups have no end, or too many others inside', async () => {
    expect(await refusal('{\\rtf1 a{b')).toBe('it is not a whole RTF file');
    expect(await refusal(`{\\rtf1 ${'{'.repeat(100_000)}`)).toBe('it nests deeper than 500');
  });

  test('is refused where it claims bytes beyond its end, and bytes that are there are passed', async () => {
    expect(await refusal('{\\rtf1 a\\bin2000000000 b}')).toBe('it is not a whole RTF file');
    expect((await parse('{\\rtf1 a{\\pict\\bin4 {{{{}b}'))?.text).toBe('ab');
  });
});

test('the content and not the name says what a file is', async () => {
  expect((await parse(buildDocx(para('Terve')), 'kuva.png'))?.text).toBe('Terve');
  expect((await parse('{\\rtf1 Terve}', 'a.docx'))?.text).toBe('Terve');
  expect((await parse('<!doctype html><p>Terve', 'a.txt'))?.text).toBe('Terve');
  expect(await parse('a < b and <html> is a word', 'a.txt')).toBeNull();
});
