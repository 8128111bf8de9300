import { escapeHtml } from './escape-html.ts';

/** For an address shown as text; `data:` addresses can be as long as the message. */
const LONGEST_SHOWN_ADDRESS = 300;

/**
 * A link if every shell can follow it, which is `https:` only. Any other address is shown after its text, for reading
 * and copying; the text of an automatic link is the address.
 */
export function writeLink(href: string, words: string | null): string {
  const parsed = URL.parse(href);
  if (parsed?.protocol === 'https:') return `<a href="${escapeHtml(parsed.href)}">${words ?? escapeHtml(href)}</a>`;
  const isLong = href.length > LONGEST_SHOWN_ADDRESS;
  const address = escapeHtml(isLong ? `${href.slice(0, LONGEST_SHOWN_ADDRESS)}…` : href);
  if (words === null || address === '') return words ?? address;
  return isAddressItself(address, words) ? words : `${words} (${address})`;
}

/** `www.example.org` and `aino@example.org` become links to `http://www.example.org` and `mailto:aino@example.org`. */
function isAddressItself(address: string, words: string): boolean {
  return ['', 'http://', 'mailto:'].some((scheme) => address === scheme + words);
}
