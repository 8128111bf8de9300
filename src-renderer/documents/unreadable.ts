import type { Reason } from '#contract/reasons';

/** A file cannot be read, and why. Whoever knows its name makes a `SarviError` of it. */
export class Unreadable extends Error {
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}
