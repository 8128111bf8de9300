/** A PDF of one page in a standard font, whose text is written line by line; built by the specification's own example. */
export function buildPdf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return buildPages([lines]);
}

/** The same with a page for each list of lines. */
export function buildPages(pages: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> {
  return pdfOf(
    pages.map((lines) => {
      const shown = lines.map((line) => `(${line.replace(/[\\()]/g, '\\$&')}) Tj T*`).join('\n');
      return `BT /F1 12 Tf 14 TL 72 720 Td\n${shown}\nET`;
    }),
    '',
  );
}

/** The same with a packed page. @param filter - how the page's bytes are packed, as PDF writes it */
export function packedPdf(page: Uint8Array, filter: string): Uint8Array<ArrayBuffer> {
  const letters: string[] = [];
  for (let at = 0; at < page.length; at += 1000) letters.push(String.fromCharCode(...page.subarray(at, at + 1000)));
  return pdfOf([letters.join('')], ` /Filter ${filter}`);
}

function pdfOf(streams: readonly string[], filter: string): Uint8Array<ArrayBuffer> {
  const pages = streams.flatMap((stream, index) => [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + 2 * index} 0 R /Resources << /Font << /F1 3 0 R >> >> >>`,
    `<< /Length ${stream.length}${filter} >>\nstream\n${stream}\nendstream`,
  ]);
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${streams.map((_, index) => `${4 + 2 * index} 0 R`).join(' ')}] /Count ${streams.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    ...pages,
  ];
  let pdf = '%PDF-1.7\n';
  const offsets = objects.map((object, index) => {
    const offset = pdf.length;
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return offset;
  });
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = objects.length + 1;
  pdf += `xref\n0 ${size}\n0000000000 65535 f \n${table}`;
  pdf += `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${pdf.indexOf('xref\n')}\n%%EOF\n`;
  // WinAnsi is Latin-1 for these letters: a byte each.
  return Uint8Array.from(pdf, (letter) => letter.charCodeAt(0));
}
