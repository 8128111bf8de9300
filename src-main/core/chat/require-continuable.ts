import { SarviError } from '#contract/errors';
import type { StopReason } from '#contract/generation-record';
import type { Message } from '#contract/messages';
import { because } from '#contract/reasons';

/** The stop reasons after which an answer may have more to say. */
const CUT_SHORT: readonly (StopReason | null)[] = ['max-tokens', 'context-full', 'stopped', 'failed', 'edited', null];

/** @throws SarviError `answer-not-continuable` */
export function requireContinuable({ stopReason, streaming, text, asides }: Message): void {
  if (streaming) throw new SarviError('answer-not-continuable', { reason: because('still-being-written') });
  if (text === '' && asides?.at(-1)?.kind !== 'thinking') {
    throw new SarviError('answer-not-continuable', { reason: because('says-nothing-yet') });
  }
  if (!CUT_SHORT.includes(stopReason)) {
    throw new SarviError('answer-not-continuable', { reason: because('came-to-its-end') });
  }
}
