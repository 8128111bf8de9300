/** First argument of an engine process that only tries a backend, which is the second. */
export const PROBE_ARGUMENT = '--probe';
