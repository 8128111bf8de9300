/**
 * The keys by which pages and the web shell recognise each other.
 *
 * - An entry key is in the printed address and works once. Whoever can read this run's file can make one.
 * - A run key admits a browser while this run lasts, on this run's own port only. It may be in the browser's storage:
 *   during the run nobody else has the port, and afterwards the key is useless. It is not used when the user chose the
 *   port, because a stranger's page that can read that storage may have been left there.
 * - A page key lets an open page find the next run. The page keeps it in memory only, the server in a file of the user.
 *
 * `docs/security.md` gives the reasons.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { proofText, type PageKeyKind, type ProofTerms, type ProofUse } from '#contract/page-proof';

export interface KeptPageKey {
  readonly port: number;
  readonly id: string;
  readonly key: string;
  /** Milliseconds since 1970. */
  readonly usedAt: number;
}

/** A page that was left open over a holiday is still admitted. */
const PAGE_KEY_LIFETIME_MS = 14 * 24 * 3600_000;
/** More pages than anyone has open; the one that was admitted longest ago is removed first. */
const MOST_KEYS = 64;
/** Each port has its own server. */
const MOST_FORMER_PORTS = 4;

const ID = /^(entry|run|page)-[\w-]{43}$/;

export class PageKeys {
  /** The port for new pages. Set once, when it is known. */
  port = 0;
  /** Whether the port was chosen at random, so that nobody can have had a page there before. */
  isFreshPort = false;
  /** Whoever has this can make entry keys; it is in the user's own file. */
  readonly entrySecret = randomBytes(32).toString('base64url');
  readonly #spent = new Set<string>();
  readonly #open = new Set<string>();
  #runs = new Map<string, string>();
  #pages: KeptPageKey[];
  readonly #keep: (pages: readonly KeptPageKey[]) => void;

  /** @param keep - called with all page keys whenever they change, before a page relies on it */
  constructor(former: readonly KeptPageKey[], keep: (pages: readonly KeptPageKey[]) => void, now = Date.now()) {
    this.#keep = keep;
    const live = former.filter(({ usedAt }) => usedAt > now - PAGE_KEY_LIFETIME_MS && usedAt <= now);
    const ports = new Set([...new Set(newestFirst(live).map(({ port }) => port))].slice(0, MOST_FORMER_PORTS));
    this.#pages = newestFirst(live.filter(({ port }) => ports.has(port))).slice(0, MOST_KEYS);
  }

  /** Ports that open pages of earlier runs use, the newest first. */
  get formerPorts(): number[] {
    return [...new Set(this.#pages.map(({ port }) => port))].filter((port) => port !== this.port);
  }

  get pages(): readonly KeptPageKey[] {
    return this.#pages;
  }

  /** The key with this id that is valid on `port`; null when there is none. */
  find(port: number, id: string): string | null {
    const kind = ID.exec(id)?.[1] as PageKeyKind | undefined;
    switch (kind) {
      case 'entry':
        return port !== this.port || this.#spent.has(id) ? null : entryKey(this.entrySecret, id);
      case 'run':
        return port === this.port && this.isFreshPort ? (this.#runs.get(id) ?? null) : null;
      case 'page':
        return this.#pages.find((page) => page.port === port && page.id === id)?.key ?? null;
      case undefined:
        return null;
    }
  }

  /** Notes that a page has proved `key`: an entry key is used up, and a new page gets its own key. Answers its id. */
  admit(port: number, terms: ProofTerms, key: string): string {
    const kind = ID.exec(terms.keyId)?.[1];
    if (kind === 'entry') {
      this.#spent.add(terms.keyId);
      this.#runs.set(`run-${prove(key, 'run-id', terms)}`, prove(key, 'run-key', terms));
      this.#runs = new Map([...this.#runs].slice(-MOST_KEYS));
    }
    const id = kind === 'page' ? terms.keyId : `page-${prove(key, 'page-id', terms)}`;
    this.#open.add(id);
    const fresh = { port, id, key: prove(key, 'page-key', terms), usedAt: 0 };
    this.#setPages(kind === 'page' ? this.#pages : [...this.#pages, fresh]);
    return id;
  }

  /** Notes that the page has gone, or has lost its connection. */
  leave(id: string): void {
    this.#setPages(this.#pages);
    this.#open.delete(id);
  }

  /** Keys of open pages come first; the others only wait for pages that may never come. */
  #setPages(pages: readonly KeptPageKey[]): void {
    const now = Date.now();
    const dated = pages.map((page) => (this.#open.has(page.id) ? { ...page, usedAt: now } : page));
    this.#pages = newestFirst(dated).slice(0, MOST_KEYS);
    this.#keep(this.#pages);
  }
}

/** A new address for a browser, with a key that works once. */
export function entryAddress(port: number, entrySecret: string): string {
  const id = `entry-${randomBytes(32).toString('base64url')}`;
  return `http://127.0.0.1:${port}/#enter=${id}.${entryKey(entrySecret, id)}`;
}

/** @param key - base64url */
export function prove(key: string, use: ProofUse, terms: ProofTerms): string {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(proofText(use, terms)).digest('base64url');
}

function entryKey(entrySecret: string, id: string): string {
  return createHmac('sha256', Buffer.from(entrySecret, 'base64url')).update(`entry\n${id}`).digest('base64url');
}

function newestFirst(pages: readonly KeptPageKey[]): KeptPageKey[] {
  return pages.toSorted((a, b) => b.usedAt - a.usedAt);
}
