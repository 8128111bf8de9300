import { because, type Reason } from '#contract/reasons';
import type { ChildExit } from '../ports.ts';

/** Windows reports a fault as an NTSTATUS in the exit code. */
const ACCESS_VIOLATION = 0xc0000005;
const STACK_OVERFLOW = 0xc00000fd;

/** Why the engine process ended: a reason, or the last line of its error output, which says more than an exit code. */
export function describeExit({ code, signal, errorTail }: ChildExit): string {
  const unsigned = code === null ? null : code >>> 0;
  if (/out of memory|failed to allocate|bad_alloc/i.test(errorTail)) return because('out-of-memory');
  if (signal === 'SIGKILL') return because('ended-from-outside');
  if (signal === 'SIGBUS') return because('model-file-unreadable');
  if (signal === 'SIGSEGV' || unsigned === ACCESS_VIOLATION) return because('illegal-memory-access');
  if (signal === 'SIGILL') return because('missing-instruction');
  if (signal === 'SIGABRT' || unsigned === STACK_OVERFLOW || code === 134) return aborted(errorTail);
  if (signal !== null) return because('ended-by-signal', { signal });
  if (code === 0) return because('closed-by-itself');
  return lastLine(errorTail) ?? because('ended-with-code', { exitCode: String(code) });
}

function aborted(errorTail: string): Reason {
  const line = errorTail.split('\n').find((text) => /GGML_ASSERT|terminate called|what\(\)|FATAL/i.test(text));
  return line === undefined
    ? because('llama-gave-up')
    : because('llama-gave-up-saying', { line: line.trim().slice(0, 200) });
}

/** Node's report of an uncaught error ends with stack and version; the message is above them. */
function lastLine(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trim());
  const message = lines.findLast((line) => /^\w*Error(?: \[\w+\])?: /.test(line))?.replace(/^[^:]+: /, '');
  return (message ?? lines.findLast((line) => line !== '' && !/^at |^Node\.js v/.test(line)))?.slice(0, 200) ?? null;
}
