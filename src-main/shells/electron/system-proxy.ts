import { session } from 'electron';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import { proxyOfEnvironment } from '../proxy-of-environment.ts';

/**
 * The proxy of the system's settings, else that of environment variables; null without one.
 *
 * @throws SarviError `remote-unreachable` for a kind of proxy that Sarvi cannot use: going past it is not what the user
 *   has asked for
 */
export async function systemProxy(url: string): Promise<Readonly<Record<string, string>> | null> {
  // Like "PROXY proxy.example.fi:3128; DIRECT".
  const told = (await session.defaultSession.resolveProxy(url)).trim();
  const [, kind = '', host] = /^(PROXY|HTTPS?) ([^;\s]+)/i.exec(told) ?? [];
  if (host === undefined) {
    if (/^(DIRECT\b|$)/i.test(told)) return proxyOfEnvironment();
    const reason = because('proxy-of-another-kind', { kind: /^\w*/.exec(told)?.[0] ?? '' });
    throw new SarviError('remote-unreachable', { host: new URL(url).host, reason });
  }
  const proxy = `${kind.toUpperCase() === 'HTTPS' ? 'https' : 'http'}://${host}`;
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
}
