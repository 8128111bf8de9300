import type { ChildExit } from '../ports.ts';

/** Windows reports a fault as an NTSTATUS in the exit code. */
const ACCESS_VIOLATION = 0xc0000005;
const STACK_OVERFLOW = 0xc00000fd;

/** Why the engine process ended, as half a sentence in words: a bare exit code helps nobody. */
export function describeExit({ code, signal, errorTail }: ChildExit): string {
  const unsigned = code === null ? null : code >>> 0;
  if (/out of memory|failed to allocate|bad_alloc/i.test(errorTail)) return 'it ran out of memory';
  if (signal === 'SIGKILL') return 'it was ended from outside, perhaps because memory ran out';
  if (signal === 'SIGBUS') return 'the model file changed or could not be read while in use';
  if (signal === 'SIGSEGV' || unsigned === ACCESS_VIOLATION) return 'llama.cpp made an illegal memory access';
  if (signal === 'SIGILL') return 'this processor lacks an instruction that llama.cpp used';
  if (signal === 'SIGABRT' || unsigned === STACK_OVERFLOW || code === 134) return aborted(errorTail);
  if (signal !== null) return `it was ended by the signal ${signal}`;
  if (code === 0) return 'it closed by itself';
  return lastLine(errorTail) ?? `it ended with code ${code ?? 'unknown'} and gave no reason`;
}

function aborted(errorTail: string): string {
  const line = errorTail.split('\n').find((text) => /GGML_ASSERT|terminate called|what\(\)|FATAL/i.test(text));
  return line === undefined ? 'llama.cpp gave up' : `llama.cpp gave up: ${line.trim().slice(0, 200)}`;
}

/** What Node prints for an uncaught error ends with its stack and version; the message stands above them. */
function lastLine(text: string): string | null {
  const lines = text.split('\n').map((line) => line.trim());
  const message = lines.findLast((line) => /^\w*Error(?: \[\w+\])?: /.test(line))?.replace(/^[^:]+: /, '');
  return (message ?? lines.findLast((line) => line !== '' && !/^at |^Node\.js v/.test(line)))?.slice(0, 200) ?? null;
}
