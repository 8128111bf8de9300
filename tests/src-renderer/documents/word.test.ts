import { expect, test } from 'vitest';
import { buildDocx, para, wordXml } from '../../builders/office-files.ts';
import { parse } from './parse.ts';

const run = (text: string, properties = '') =>
  `<w:r><w:rPr>${properties}</w:rPr><w:t xml:space="preserve">${text}</w:t></w:r>`;
const item = (text: string, level: number, list = 1) =>
  para(text, `<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${list}"/></w:numPr>`);
const level = (at: number, form: string, text: string) =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="1"/><w:numFmt w:val="${form}"/><w:lvlText w:val="${text}"/></w:lvl>`;

test('words that Word has broken into runs are whole, with their emphasis', async () => {
  const body = `<w:p>${run('Tär', '<w:b/>')}${run('keä ', '<w:b/>')}${run('ä', '<w:i/><w:b w:val="0"/>')}${run('10')}${run('2', '<w:vertAlign w:val="superscript"/>')}</w:p>`;
  expect((await parse(buildDocx(body)))?.text).toBe('**Tärkeä** *ä*10²');
});

test('lists have the numbers of the document, whatever their form is', async () => {
  const numbering = wordXml(
    'numbering',
    `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1.')}${level(1, 'lowerLetter', '%2)')}</w:abstractNum><w:abstractNum w:abstractNumId="1">${level(0, 'bullet', '•')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>`,
  );
  const body = [
    item('yksi', 0),
    item('aa', 1),
    item('bee', 1),
    item('kaksi', 0),
    para('väli'),
    item('kolme', 0),
    item('piste', 0, 2),
  ];
  expect((await parse(buildDocx(body.join(''), { 'numbering.xml': numbering })))?.text).toBe(
    '1. yksi\n   - a) aa\n   - b) bee\n2. kaksi\n\nväli\n\n3. kolme\n\n- piste',
  );
});

test('numbered headings keep their numbers', async () => {
  const styles = wordXml(
    'styles',
    `<w:style w:styleId="Otsikko1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style><w:style w:styleId="Otsikko2"><w:name w:val="heading 2"/><w:basedOn w:val="Muu"/><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>`,
  );
  const numbering = wordXml(
    'numbering',
    `<w:abstractNum w:abstractNumId="0">${level(0, 'decimal', '%1')}${level(1, 'decimal', '%1.%2')}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>`,
  );
  const heading = (text: string, at: number) => para(text, `<w:pStyle w:val="Otsikko${at}"/>`);
  const body = heading('Alku', 1) + heading('Tausta', 2) + heading('Tavoite', 2) + heading('Loppu', 1);
  expect((await parse(buildDocx(body, { 'styles.xml': styles, 'numbering.xml': numbering })))?.text).toBe(
    '# 1 Alku\n\n## 1.1 Tausta\n\n## 1.2 Tavoite\n\n# 2 Loppu',
  );
});

test('merged cells stand where they begin', async () => {
  const cell = (text: string, properties = '') =>
    `<w:tc><w:tcPr>${properties}</w:tcPr>${text === '' ? '<w:p/>' : para(text)}</w:tc>`;
  const body = `<w:tbl><w:tr>${cell('Nimi', '<w:vMerge w:val="restart"/>')}${cell('Luku | määrä', '<w:gridSpan w:val="2"/>')}</w:tr><w:tr>${cell('', '<w:vMerge/>')}${cell('a')}${cell('b')}</w:tr></w:tbl>`;
  expect((await parse(buildDocx(body)))?.text).toBe(
    '| Nimi | Luku \\| määrä | ← |\n| --- | --- | --- |\n| ↑ | a | b |',
  );
});

test('what is left out is counted, and nothing of it is in the text', async () => {
  const body = [
    `<w:p>${run('Jää ')}<w:del>${'<w:r><w:delText>poistettu</w:delText></w:r>'}</w:del><w:ins>${run('lisätty')}</w:ins>${run('salainen', '<w:vanish/>')}</w:p>`,
    '<w:p><w:r><w:drawing><a:graphic><a:graphicData><pic:pic/></a:graphicData></a:graphic></w:drawing></w:r></w:p>',
    '<w:p><w:r><w:object/></w:r></w:p>',
  ];
  const docm = buildDocx(body.join(''), {
    'comments.xml': wordXml('comments', `<w:comment>${para('kommentti')}</w:comment>`),
    'header1.xml': wordXml('hdr', para('Yläreuna')),
    'footer1.xml': wordXml('ftr', para('3')),
    'vbaProject.bin': 'Sub AutoOpen()',
  });
  expect(await parse(docm, 'makro.docm')).toEqual({
    text: 'Jää lisätty',
    leftOut: [
      { kind: 'deletions', count: 1 },
      { kind: 'hidden', count: 1 },
      { kind: 'pictures', count: 1 },
      { kind: 'objects', count: 1 },
      { kind: 'comments', count: 1 },
      { kind: 'headers', count: 1 },
      { kind: 'macros', count: 1 },
    ],
  });
});

test('footnotes, links and links by fields are kept; one that leads inside is its words', async () => {
  const mark = (type: string) => `<w:r><w:fldChar w:fldCharType="${type}"/></w:r>`;
  const code = '<w:r><w:instrText> HYPERLINK "https://sarvi.invalid/b" </w:instrText></w:r>';
  const body = `<w:p>${run('Teksti')}<w:r><w:footnoteReference w:id="2"/></w:r> <w:hyperlink r:id="link">${run('linkki')}</w:hyperlink>${run(' ')}${mark('begin')}${code}${mark('separate')}${run('kenttä')}${mark('end')}<w:hyperlink w:anchor="luku">${run(' sisään')}</w:hyperlink></w:p>`;
  const footnotes = wordXml(
    'footnotes',
    `<w:footnote w:id="0" w:type="separator">${para('-')}</w:footnote><w:footnote w:id="2">${para('Alaviite')}</w:footnote>`,
  );
  expect((await parse(buildDocx(body, { 'footnotes.xml': footnotes })))?.text).toBe(
    'Teksti[^1][linkki](https://sarvi.invalid/a) [kenttä](https://sarvi.invalid/b) sisään\n\n[^1]: Alaviite',
  );
});

test('small letters above others are in brackets behind them', async () => {
  const ruby = `<w:r><w:ruby><w:rubyPr/><w:rt>${run('かんじ')}</w:rt><w:rubyBase>${run('漢字')}</w:rubyBase></w:ruby></w:r>`;
  expect((await parse(buildDocx(`<w:p>${run('Merkki ')}${ruby}${run('.')}</w:p>`)))?.text).toBe('Merkki 漢字(かんじ).');
});
