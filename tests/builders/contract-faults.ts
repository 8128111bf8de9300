/** What the core says, held against the contract: outputs, payloads, and the errors that a call may have. */
import * as v from 'valibot';
import { COMMON_ERRORS } from '#contract/call';
import { calls, events, type CallName, type EventName, type Result } from '#contract/contract';

/** Why an answer is not one that its call declares; null when it is. */
export function faultOfAnswer(name: string, result: Result<unknown>): string | null {
  const declared = calls.get(name as CallName);
  if (!result.ok) {
    const { code, message } = result.error;
    const allowed: readonly string[] = [...COMMON_ERRORS, ...(declared?.errors ?? [])];
    return allowed.includes(code) ? null : `${name} does not declare the error ${code} (${message})`;
  }
  if (!declared) return `there is no call ${name}`;
  const parsed = v.safeParse(declared.output, result.value, { abortEarly: true });
  return parsed.success ? null : `${name} answers what its output does not allow:\n${v.summarize(parsed.issues)}`;
}

/** Why an event is not one of the contract; null when it is. */
export function faultOfEvent(name: string, payload: unknown): string | null {
  const declared = events.get(name as EventName);
  if (!declared) return `there is no event ${name}`;
  const parsed = v.safeParse(declared.payload, payload, { abortEarly: true });
  return parsed.success ? null : `${name} tells what its payload does not allow:\n${v.summarize(parsed.issues)}`;
}
