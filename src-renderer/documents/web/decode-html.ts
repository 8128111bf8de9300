/** Where browsers look for the encoding's name. */
const HEAD_BYTES = 1024;

/** A page's bytes as text: by its byte order mark, its declaration, UTF-8 where it is valid, else Windows-1252. */
export function decodeHtml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD_BYTES));
  const declared =
    /<meta\b[^>]*?\bcharset\s*=\s*["']?\s*([\w.:-]{1,40})/i.exec(head)?.[1] ??
    /^<\?xml[^>]*\bencoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1];
  // A page that was found to say so in single bytes is not UTF-16.
  const label = declared && !/^utf-?16/i.test(declared) ? declared : 'utf-8';
  for (const name of [label, 'utf-8']) {
    try {
      return new TextDecoder(name, { fatal: true }).decode(bytes);
    } catch {
      // Another name, or bytes that it does not have.
    }
  }
  return new TextDecoder('windows-1252').decode(bytes);
}
