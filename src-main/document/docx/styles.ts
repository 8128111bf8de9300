/** What a written file looks like in Word. */

const NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"';
const HEADING_SIZES = [32, 27, 24, 22, 22, 22];
const LANGUAGES = { en: 'en-GB', fi: 'fi-FI' } as const;

interface Style {
  readonly id: string;
  readonly name: string;
  readonly based?: string;
  readonly next?: string;
  readonly paragraph?: string;
  readonly run?: string;
}

const BORDER = (side: string, space: number, colour: string, size: number): string =>
  `<w:${side} w:val="single" w:sz="${size}" w:space="${space}" w:color="${colour}"/>`;

const STYLES: readonly Style[] = [
  {
    id: 'Title',
    name: 'Title',
    next: 'Normal',
    paragraph: '<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>',
    run: '<w:b/><w:bCs/><w:sz w:val="44"/><w:szCs w:val="44"/>',
  },
  {
    id: 'Subtitle',
    name: 'Subtitle',
    next: 'Normal',
    paragraph: '<w:spacing w:after="280"/>',
    run: '<w:color w:val="6B6B6B"/><w:sz w:val="20"/><w:szCs w:val="20"/>',
  },
  ...HEADING_SIZES.map((size, index) => ({
    id: `Heading${index + 1}`,
    name: `heading ${index + 1}`,
    next: 'Normal',
    paragraph: `<w:keepNext/><w:keepLines/><w:spacing w:before="${index === 0 ? 360 : 240}" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="${index}"/>`,
    run: `<w:b/><w:bCs/>${index > 3 ? '<w:i/><w:iCs/>' : ''}<w:color w:val="${index === 0 ? '1F4E5F' : '262626'}"/><w:sz w:val="${size}"/><w:szCs w:val="${size}"/>`,
  })),
  {
    id: 'Quote',
    name: 'Quote',
    paragraph: `<w:pBdr>${BORDER('left', 10, 'B8C4C8', 18)}</w:pBdr><w:spacing w:after="100"/>`,
    run: '<w:color w:val="4A4A4A"/>',
  },
  {
    id: 'Code',
    name: 'Code',
    paragraph:
      '<w:shd w:val="clear" w:color="auto" w:fill="F4F4F4"/><w:spacing w:after="0" w:line="250" w:lineRule="auto"/>',
    run: '<w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:noProof/><w:sz w:val="18"/><w:szCs w:val="18"/>',
  },
  {
    id: 'CodeLabel',
    name: 'Code Label',
    based: 'Code',
    next: 'Code',
    paragraph: '<w:keepNext/><w:shd w:val="clear" w:color="auto" w:fill="E6E6E6"/>',
    run: '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/><w:color w:val="595959"/>',
  },
  {
    id: 'TableText',
    name: 'Table Text',
    paragraph: '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>',
  },
  {
    id: 'Gap',
    name: 'Gap',
    paragraph: '<w:spacing w:after="0" w:line="160" w:lineRule="exact"/>',
    run: '<w:sz w:val="8"/>',
  },
  {
    id: 'Rule',
    name: 'Rule',
    paragraph: `<w:pBdr>${BORDER('bottom', 1, 'BDBDBD', 6)}</w:pBdr><w:spacing w:after="200" w:line="160" w:lineRule="exact"/>`,
  },
  {
    id: 'FootnoteText',
    name: 'footnote text',
    paragraph: '<w:spacing w:after="40" w:line="240" w:lineRule="auto"/>',
    run: '<w:sz w:val="18"/><w:szCs w:val="18"/>',
  },
  {
    id: 'Footer',
    name: 'footer',
    paragraph: '<w:spacing w:after="0"/><w:jc w:val="center"/>',
    run: '<w:color w:val="6B6B6B"/><w:sz w:val="18"/><w:szCs w:val="18"/>',
  },
];

export function writeStyles(language: 'fi' | 'en'): string {
  const defaults =
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:cs="Calibri"/>' +
    `<w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="${LANGUAGES[language]}"/></w:rPr></w:rPrDefault>` +
    '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="271" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>';
  const own = STYLES.map(
    ({ id, name, based = 'Normal', next, paragraph = '', run = '' }) =>
      `<w:style w:type="paragraph" w:styleId="${id}"><w:name w:val="${name}"/><w:basedOn w:val="${based}"/>` +
      `${next === undefined ? '' : `<w:next w:val="${next}"/>`}<w:qFormat/><w:pPr>${paragraph}</w:pPr><w:rPr>${run}</w:rPr></w:style>`,
  ).join('');
  const characters =
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="0B5C8A"/><w:u w:val="single"/></w:rPr></w:style>' +
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>';
  return `<w:styles ${NAMESPACE}>${defaults}<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>${own}${characters}</w:styles>`;
}

/** @param numbered - the first number and the depth of each numbered list; their numberings follow that of the bullets */
export function writeNumbering(numbered: readonly { readonly start: number; readonly depth: number }[]): string {
  const levels = (of: (depth: number) => string): string =>
    Array.from(
      { length: 9 },
      (_, depth) => `<w:lvl w:ilvl="${depth}"><w:start w:val="1"/>${of(depth)}<w:lvlJc w:val="left"/></w:lvl>`,
    ).join('');
  const bullets = levels((depth) => `<w:numFmt w:val="bullet"/><w:lvlText w:val="${'•◦▪'[depth % 3]}"/>`);
  const decimals = levels((depth) => `<w:numFmt w:val="decimal"/><w:lvlText w:val="%${depth + 1}."/>`);
  const numberings = numbered.map(
    ({ start, depth }, index) =>
      `<w:num w:numId="${index + 2}"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="${depth}"><w:startOverride w:val="${start}"/></w:lvlOverride></w:num>`,
  );
  return (
    `<w:numbering ${NAMESPACE}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="hybridMultilevel"/>${bullets}</w:abstractNum>` +
    `<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>${decimals}</w:abstractNum>` +
    `<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>${numberings.join('')}</w:numbering>`
  );
}
