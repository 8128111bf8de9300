import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { digestOf, OFFICE_FORMATS, type OfficeFormat } from '../../builders/exported-document.ts';

interface Recorded {
  readonly version: string;
  readonly readings: Readonly<Record<OfficeFormat, { readonly digest: string; readonly formulas: readonly string[] }>>;
}

const path = join(import.meta.dirname, 'libreoffice.json');
const { readings } = JSON.parse(await readFile(path, 'utf8')) as Recorded;

it.each(Object.keys(OFFICE_FORMATS) as OfficeFormat[])(
  '%s: LibreOffice has read the same bytes (npm run reference:office)',
  (format) => {
    expect(digestOf(format)).toBe(readings[format].digest);
  },
);

it('LibreOffice has the formulas of Word files as formulas of its own', () => {
  expect(readings.docx.formulas).toContain('x = {− b ± sqrt {{b} ^ {2} − 4 a c}} over {2 a}');
  expect(readings.docx.formulas).toContain('left (matrix {a # b ## c # d} right )');
  expect(readings.docx.formulas).toHaveLength(readings.odt.formulas.length);
});
