/** First argument of an engine process that only probes a backend; the second argument names the backend. */
export const PROBE_ARGUMENT = '--probe';
