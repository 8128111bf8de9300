import type { RunState } from '../runs/run-state.ts';
import type { Parts } from './parts.ts';

/** All that Sarvi keeps of a run: `format`, `version`, `run` and `samples`. */
export function runJson({ run, samples }: RunState): Parts {
  const head = JSON.stringify({ format: 'sarvi-evaluation', version: 1, run }, null, 2);
  return {
    before: `${head.slice(0, head.lastIndexOf('\n'))},\n  "samples": [`,
    each: samples.map((sample, index) => () => `${index === 0 ? '' : ','}\n${JSON.stringify(sample)}`),
    after: '\n  ]\n}\n',
  };
}
