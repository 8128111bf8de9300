/** Names of encodings by Windows' numbers of code pages. */
const PAGES: Readonly<Record<number, string>> = {
  437: 'windows-1252',
  850: 'windows-1252',
  874: 'windows-874',
  932: 'shift_jis',
  936: 'gbk',
  949: 'euc-kr',
  950: 'big5',
  10000: 'macintosh',
  65001: 'utf-8',
};
/** Code pages by the character sets of fonts (`\fcharset`). */
const CHARSETS: Readonly<Record<number, number>> = {
  77: 10000,
  128: 932,
  129: 949,
  134: 936,
  136: 950,
  161: 1253,
  162: 1254,
  163: 1258,
  177: 1255,
  178: 1256,
  186: 1257,
  204: 1251,
  222: 874,
  238: 1250,
};
const decoders = new Map<number, TextDecoder>();

export function codePageOf(charset: number): number | null {
  return CHARSETS[charset] ?? null;
}

/** Bytes of a file's code page as text. */
export function decodePage(bytes: readonly number[], page: number): string {
  let decoder = decoders.get(page);
  if (!decoder) {
    const isWindows = page >= 1250 && page <= 1258;
    decoder = new TextDecoder(isWindows ? `windows-${page}` : (PAGES[page] ?? 'windows-1252'));
    decoders.set(page, decoder);
  }
  return decoder.decode(Uint8Array.from(bytes));
}
