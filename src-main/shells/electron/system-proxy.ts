import { session } from 'electron';
import { proxyOfEnvironment } from '../proxy-of-environment.ts';

/** The proxy of the system's settings, else that of environment variables; null without one. */
export async function systemProxy(url: string): Promise<Readonly<Record<string, string>> | null> {
  // Like "PROXY proxy.example.fi:3128; DIRECT".
  const [, host] = /^(?:PROXY|HTTPS?) ([^;\s]+)/.exec(await session.defaultSession.resolveProxy(url)) ?? [];
  if (host === undefined) return proxyOfEnvironment();
  const proxy = `http://${host}`;
  return { HTTP_PROXY: proxy, HTTPS_PROXY: proxy };
}
