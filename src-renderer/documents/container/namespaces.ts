const OFFICE = 'http://schemas.openxmlformats.org/';
const STRICT = 'http://purl.oclc.org/ooxml/';
const OPEN = 'urn:oasis:names:tc:opendocument:xmlns:';

/** Prefixes by which the readers know namespaces. Strict Office Open XML has addresses of its own. */
const NAMESPACES: Readonly<Record<string, string>> = {
  'http://www.w3.org/1999/xhtml': '',
  'http://www.w3.org/1998/Math/MathML': 'math',
  'http://www.w3.org/2000/svg': 'svg',
  'http://www.w3.org/1999/xlink': 'xlink',
  'http://www.w3.org/XML/1998/namespace': 'xml',
  'http://www.idpf.org/2007/ops': 'epub',
  'http://www.idpf.org/2007/opf': 'opf',
  'http://www.w3.org/2001/04/xmlenc#': 'enc',
  'urn:oasis:names:tc:opendocument:xmlns:container': 'container',
  'http://schemas.openxmlformats.org/markup-compatibility/2006': 'mc',
  [`${OFFICE}wordprocessingml/2006/main`]: 'w',
  [`${STRICT}wordprocessingml/main`]: 'w',
  [`${OFFICE}officeDocument/2006/relationships`]: 'r',
  [`${STRICT}officeDocument/relationships`]: 'r',
  [`${OFFICE}package/2006/relationships`]: 'rel',
  [`${OFFICE}officeDocument/2006/math`]: 'm',
  [`${STRICT}officeDocument/math`]: 'm',
  [`${OFFICE}drawingml/2006/main`]: 'a',
  [`${STRICT}drawingml/main`]: 'a',
  [`${OFFICE}drawingml/2006/wordprocessingDrawing`]: 'wp',
  [`${STRICT}drawingml/wordprocessingDrawing`]: 'wp',
  [`${OFFICE}drawingml/2006/picture`]: 'pic',
  [`${STRICT}drawingml/picture`]: 'pic',
  'urn:schemas-microsoft-com:vml': 'v',
  'urn:schemas-microsoft-com:office:office': 'o',
  [`${OPEN}office:1.0`]: 'office',
  [`${OPEN}text:1.0`]: 'text',
  [`${OPEN}table:1.0`]: 'table',
  [`${OPEN}drawing:1.0`]: 'draw',
  [`${OPEN}style:1.0`]: 'style',
  [`${OPEN}xsl-fo-compatible:1.0`]: 'fo',
  [`${OPEN}manifest:1.0`]: 'manifest',
  [`${OPEN}script:1.0`]: 'script',
  [`${OPEN}svg-compatible:1.0`]: 'svg',
};

/** @param address - of a namespace; one that no reader knows has a prefix that no reader asks for */
export function prefixOf(address: string): string {
  return NAMESPACES[address] ?? '?';
}
