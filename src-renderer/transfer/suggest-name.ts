import type { ExportFormat } from '#contract/transfers';

const ENDINGS = {
  markdown: '.md',
  docx: '.docx',
  odt: '.odt',
  html: '.html',
  pdf: '.pdf',
  json: '.json',
  jsonl: '.jsonl',
} as const satisfies Record<ExportFormat | 'pdf', string>;

/** Suggests a name for a file of this format, or for a folder (null), from a title. */
export function suggestName(title: string, format: ExportFormat | 'pdf' | null): string {
  const words = title
    .replace(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[.\s]+/, '');
  const base = Array.from(words)
    .slice(0, 60)
    .join('')
    .replace(/[.\s…]+$/u, '');
  const isReserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(base);
  return `${isReserved ? '_' : ''}${base === '' ? 'Sarvi' : base}${format === null ? '' : ENDINGS[format]}`;
}
