import { SarviError } from '#contract/errors';

/** The end of a frame has the file; a line of strangers may be endless. */
const MOST_FRAME_LENGTH = 200;

/** A failure for the log: what it is and where it arose. Its message may have text of a prompt, so it is left out. */
export function logFacts(failure: unknown): Record<string, string> {
  const code = SarviError.from(failure).code;
  const thrown = failure instanceof SarviError && failure.cause !== undefined ? failure.cause : failure;
  if (!(thrown instanceof Error)) return { code };
  const { code: system } = thrown as NodeJS.ErrnoException;
  const place = placeOf(thrown);
  return {
    code,
    name: plain(thrown.name),
    ...(typeof system === 'string' && system !== code ? { system: plain(system) } : {}),
    ...(place === undefined ? {} : { place }),
  };
}

/** `folder/file.ts:12:3` of the first frame. The stack begins with the message, which may look like frames. */
function placeOf({ stack = '', message }: Error): string | undefined {
  const at = stack.indexOf(message);
  const frames = at < 0 ? '' : stack.slice(at + message.length);
  const line = frames.split('\n', 3).find((one) => one.startsWith('    at ')) ?? '';
  return /((?:[\w.-]+[\\/])?[\w.-]+:\d+:\d+)\)?$/.exec(line.slice(-MOST_FRAME_LENGTH))?.[1];
}

/** A name that a library has made up may have anything in it. */
function plain(name: string): string {
  return name.replace(/[^\w.-]/g, '').slice(0, 40);
}
