const NAMES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'] as const;

/** The proxy that environment variables name; null without one. */
export function proxyOfEnvironment(): Promise<Readonly<Record<string, string>> | null> {
  const set = NAMES.flatMap((name) => {
    const value = process.env[name] ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return Promise.resolve(set.length === 0 ? null : Object.fromEntries(set));
}
