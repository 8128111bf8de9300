/** What a written file looks like in LibreOffice and other programs for OpenDocument. */

const LANGUAGES = { en: ['en', 'GB'], fi: ['fi', 'FI'] } as const;
const HEADING_SIZES = [16, 13.5, 12, 11, 11, 11];
export const NAMESPACES = ['office', 'style', 'text', 'table', 'meta']
  .map((name) => `xmlns:${name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`)
  .concat(
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"',
    'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"',
    'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"',
    'xmlns:xlink="http://www.w3.org/1999/xlink"',
    'xmlns:dc="http://purl.org/dc/elements/1.1/"',
    'office:version="1.3"',
  )
  .join(' ');

const MONO = 'style:font-name="Mono" fo:font-size="9pt"';

function paragraphStyle(name: string, parent: string, paragraph: string, text = '', more = ''): string {
  const shown = name.replaceAll('_20_', ' ');
  return (
    `<style:style style:name="${name}" style:display-name="${shown}" style:family="paragraph" style:parent-style-name="${parent}"${more}>` +
    `<style:paragraph-properties ${paragraph}/>${text === '' ? '' : `<style:text-properties ${text}/>`}</style:style>`
  );
}

function textStyle(name: string, look: string): string {
  return `<style:style style:name="${name}" style:display-name="${name.replaceAll('_20_', ' ')}" style:family="text"><style:text-properties ${look}/></style:style>`;
}

const BOLD = 'fo:font-weight="bold" style:font-weight-asian="bold" style:font-weight-complex="bold"';
const QUIET = 'fo:color="#6b6b6b"';

const PARAGRAPHS = [
  '<style:style style:name="Standard" style:family="paragraph"/>',
  paragraphStyle('Text_20_body', 'Standard', 'fo:margin-bottom="0.25cm" fo:line-height="115%"'),
  paragraphStyle('List_20_Contents', 'Text_20_body', 'fo:margin-bottom="0.1cm"'),
  paragraphStyle(
    'Title',
    'Standard',
    'fo:margin-bottom="0.1cm" fo:keep-with-next="always"',
    `fo:font-size="22pt" ${BOLD}`,
  ),
  paragraphStyle('Subtitle', 'Standard', 'fo:margin-bottom="0.5cm"', `fo:font-size="10pt" ${QUIET}`),
  ...HEADING_SIZES.map((size, index) =>
    paragraphStyle(
      `Heading_20_${index + 1}`,
      'Standard',
      `fo:margin-top="${index === 0 ? '0.63' : '0.42'}cm" fo:margin-bottom="0.14cm" fo:keep-with-next="always"`,
      `fo:font-size="${size}pt" ${BOLD} fo:color="${index === 0 ? '#1f4e5f' : '#262626'}"${index > 3 ? ' fo:font-style="italic"' : ''}`,
      ` style:default-outline-level="${index + 1}" style:next-style-name="Text_20_body"`,
    ),
  ),
  paragraphStyle(
    'Quotations',
    'Text_20_body',
    'fo:margin-bottom="0.18cm" fo:padding-left="0.3cm" fo:border-left="2pt solid #b8c4c8"',
    'fo:color="#4a4a4a"',
  ),
  paragraphStyle(
    'Preformatted_20_Text',
    'Standard',
    'fo:background-color="#f4f4f4" fo:line-height="104%"',
    `${MONO} fo:language="zxx" fo:country="none"`,
  ),
  paragraphStyle('Code_20_End', 'Preformatted_20_Text', 'fo:margin-bottom="0.3cm" fo:background-color="#f4f4f4"'),
  paragraphStyle(
    'Code_20_Label',
    'Preformatted_20_Text',
    'fo:background-color="#e6e6e6" fo:keep-with-next="always"',
    'style:font-name="Sans" fo:color="#595959"',
  ),
  paragraphStyle('Table_20_Contents', 'Standard', 'fo:margin-top="0.05cm" fo:margin-bottom="0.05cm"'),
  paragraphStyle('Table_20_Heading', 'Table_20_Contents', 'fo:keep-with-next="auto"', BOLD),
  paragraphStyle('Formula', 'Text_20_body', 'fo:text-align="center"'),
  paragraphStyle(
    'Horizontal_20_Line',
    'Standard',
    'fo:margin-bottom="0.4cm" fo:border-bottom="0.75pt solid #bdbdbd"',
    'fo:font-size="6pt"',
  ),
  paragraphStyle(
    'Footnote',
    'Standard',
    'fo:margin-bottom="0.08cm" fo:margin-left="0.4cm" fo:text-indent="-0.4cm"',
    'fo:font-size="9pt"',
  ),
  paragraphStyle('Footer', 'Standard', 'fo:text-align="center"', `fo:font-size="9pt" ${QUIET}`),
];

const TEXTS = [
  textStyle('Strong', BOLD),
  textStyle('Emphasis', 'fo:font-style="italic" style:font-style-asian="italic" style:font-style-complex="italic"'),
  textStyle('Deleted', 'style:text-line-through-style="solid"'),
  textStyle(
    'Code_20_Words',
    'style:font-name="Mono" fo:font-size="10pt" fo:background-color="#f1f1f1" fo:language="zxx" fo:country="none"',
  ),
  textStyle('Key', 'style:font-name="Mono" fo:font-size="10pt" fo:border="0.5pt solid #bdbdbd" fo:padding="0.03cm"'),
  textStyle('Marked', 'fo:background-color="#fff2a8"'),
  textStyle('Underlined', 'style:text-underline-style="solid" style:text-underline-width="auto"'),
  textStyle('Sub', 'style:text-position="sub 58%"'),
  textStyle('Sup', 'style:text-position="super 58%"'),
  textStyle('Quiet', `${QUIET} fo:font-weight="normal" fo:font-size="10pt"`),
  textStyle('Footnote_20_Symbol', 'style:text-position="super 70%"'),
  textStyle('Footnote_20_anchor', 'style:text-position="super 58%"'),
  textStyle(
    'Internet_20_link',
    'fo:color="#0b5c8a" style:text-underline-style="solid" style:text-underline-width="auto"',
  ),
];

const FONTS =
  '<office:font-face-decls><style:font-face style:name="Sans" svg:font-family="Carlito, Calibri, \'Liberation Sans\', Arial" style:font-family-generic="swiss" style:font-pitch="variable"/>' +
  '<style:font-face style:name="Mono" svg:font-family="\'Liberation Mono\', Consolas, \'DejaVu Sans Mono\'" style:font-family-generic="modern" style:font-pitch="fixed"/></office:font-face-decls>';

/** Styles of this file's cells and formulas, which `content.xml` has itself. */
export const CONTENT_STYLES =
  '<style:style style:name="Cell" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #bdbdbd" fo:padding-left="0.15cm" fo:padding-right="0.15cm" fo:padding-top="0.02cm" fo:padding-bottom="0.02cm"/></style:style>' +
  '<style:style style:name="Head" style:family="table-cell"><style:table-cell-properties fo:border="0.5pt solid #bdbdbd" fo:padding-left="0.15cm" fo:padding-right="0.15cm" fo:padding-top="0.02cm" fo:padding-bottom="0.02cm" fo:background-color="#f1f1f1"/></style:style>' +
  '<style:style style:name="Object" style:family="graphic"><style:graphic-properties style:vertical-pos="middle" style:vertical-rel="text" draw:ole-draw-aspect="1"/></style:style>' +
  '<style:style style:name="Page" style:family="paragraph" style:parent-style-name="Heading_20_1"><style:paragraph-properties fo:break-before="page"/></style:style>';

export { FONTS };

export function writeStyles(language: 'fi' | 'en'): string {
  const [code, country] = LANGUAGES[language];
  const base =
    '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2" style:tab-stop-distance="1.25cm"/>' +
    `<style:text-properties style:font-name="Sans" fo:font-size="11pt" fo:language="${code}" fo:country="${country}"/></style:default-style>`;
  return (
    `<office:document-styles ${NAMESPACES}>${FONTS}<office:styles>${base}${PARAGRAPHS.join('')}${TEXTS.join('')}` +
    '<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_Symbol" text:citation-body-style-name="Footnote_20_anchor" style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/></office:styles>' +
    '<office:automatic-styles><style:page-layout style:name="A4"><style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm" ' +
    'fo:margin-top="2cm" fo:margin-bottom="1.2cm" fo:margin-left="2cm" fo:margin-right="2cm"/>' +
    '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.4cm"/></style:footer-style></style:page-layout></office:automatic-styles>' +
    '<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="A4"><style:footer>' +
    '<text:p text:style-name="Footer"><text:page-number text:select-page="current">1</text:page-number></text:p></style:footer></style:master-page></office:master-styles></office:document-styles>'
  );
}
