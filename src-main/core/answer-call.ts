import * as v from 'valibot';
import { calls, type CallName, type Handlers, type Result } from '#contract/contract';
import { SarviError } from '#contract/errors';
import { because } from '#contract/reasons';
import type { Log } from './ports.ts';
import { requireBounded } from './require-bounded.ts';

/**
 * Answers one call by its name: validates its input and calls its handler.
 *
 * @param lookAtDataFolder - answers why the data folder cannot be used, or null
 * @throws SarviError `invalid-input`, `data-folder-gone`, and what the handler throws
 */
export async function answerCall(
  handlers: Handlers,
  lookAtDataFolder: () => Promise<SarviError | null>,
  name: string,
  input: unknown,
): Promise<unknown> {
  const declared = calls.get(name as CallName);
  if (!declared)
    throw new SarviError('invalid-input', { reason: because('unknown-call', { name: JSON.stringify(name) }) });
  requireBounded(input);
  const parsed = v.safeParse(declared.input, input, { abortEarly: true });
  if (!parsed.success)
    throw new SarviError('invalid-input', { reason: because('bad-call', { name, fault: v.summarize(parsed.issues) }) });
  const gone = declared.errors.includes('data-folder-gone') ? await lookAtDataFolder() : null;
  if (gone) throw gone;
  const handler = handlers[name as CallName] as (valid: unknown) => Promise<unknown>;
  return handler(parsed.output);
}

/** The result of an answer, in the form that crosses a border. Never throws. */
export async function resultOf(answer: Promise<unknown>, name: string, log: Log): Promise<Result<unknown>> {
  try {
    return { ok: true, value: await answer };
  } catch (thrown) {
    const error = SarviError.from(thrown);
    if (error.code === 'internal') log.error('a call failed', { call: name, error: error.stack });
    return { ok: false, error: error.toReport() };
  }
}
