/** First argument of an engine process that only probes a backend; the second argument names the backend. */
export const PROBE_ARGUMENT = '--probe';

/** First argument of an engine process that only reads a model's vocabulary; the second argument is its GGUF file. */
export const VOCABULARY_ARGUMENT = '--vocabulary';
