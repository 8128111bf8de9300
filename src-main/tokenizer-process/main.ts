/**
 * The tokenizer process runs a checkpoint's tokenizer once, on one text. This takes about 200 MB for a moment and runs
 * patterns from an unknown file; both end with the process.
 */
import { setFlagsFromString } from 'node:v8';
import { SarviError } from '#contract/errors';
import { openParentChannel } from '../core/child-channel.ts';
import type { TokenizerAnswer, TokenizerTask } from '../core/convert/tokenizer-task.ts';
import { readPreTokenizer } from './read-pre-tokenizer.ts';

/** Ten times what Llama 3's tokenizer takes. V8 ends the process at this limit. */
setFlagsFromString('--max-old-space-size=2048');

const channel = openParentChannel();
const send = (answer: TokenizerAnswer): void => channel.send(answer);

channel.onMessage((message) => {
  readPreTokenizer((message as TokenizerTask).folder).then(
    (preTokenizer) => send({ preTokenizer }),
    (error: unknown) => send({ error: SarviError.from(error).toReport() }),
  );
});
