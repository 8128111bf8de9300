import { SarviError } from '#contract/errors';

/** A failure for the log: what it is and where it arose. Its message may have text of a prompt, so it is left out. */
export function logFacts(failure: unknown): Record<string, string> {
  const code = SarviError.from(failure).code;
  const thrown = failure instanceof SarviError && failure.cause !== undefined ? failure.cause : failure;
  if (!(thrown instanceof Error)) return { code };
  const { code: system } = thrown as NodeJS.ErrnoException;
  const place = /^ {4}at .*?((?:[\w-]+[\\/])?[\w.-]+:\d+:\d+)\)?$/m.exec(thrown.stack ?? '')?.[1];
  return {
    code,
    name: plain(thrown.name),
    ...(typeof system === 'string' && system !== code ? { system: plain(system) } : {}),
    ...(place === undefined ? {} : { place }),
  };
}

/** A name that a library has made up may have anything in it. */
function plain(name: string): string {
  return name.replace(/[^\w.-]/g, '').slice(0, 40);
}
