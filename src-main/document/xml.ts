/** Text for XML 1.0, whatever it holds. */

// eslint-disable-next-line no-control-regex -- these characters make a file that no program opens
const REFUSED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;
const SPECIAL = /[&<>"]/g;
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * Control characters, which XML cannot hold, become their pictures (␀), so that they are seen; half characters and
 * what is no character become U+FFFD.
 */
export function readable(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .toWellFormed()
    .replace(REFUSED, (character) => {
      const code = character.charCodeAt(0);
      return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd';
    });
}

/** For text and for attributes within double quotes. */
export function escapeXml(text: string): string {
  return readable(text).replace(SPECIAL, (character) => ENTITIES[character] ?? character);
}

/** `<name a="b">` with its content; without any, an empty element. Missing attributes are left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content = '',
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value))}"`)
    .join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}
