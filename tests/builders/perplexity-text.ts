/**
 * The text of `npm run reference:perplexity`: English of the licence, and lines on which splitting into tokens could go
 * wrong.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const LICENCE = readFileSync(join(import.meta.dirname, '../../LICENSE'), 'utf8');
const LINES = `\ufeff  Hyvää päivää,\t"Sarvi"!\r\nYö\u0308työ 🙂👩‍👩‍👧 <|eot_id|> <|begin_of_text|>\u00a0\u2028x\u0000y
Sanokaa 1 234 567,89 €, vaikka 12345678 olisi lyhyempi…   \n\n\n`;

export const PERPLEXITY_TEXT = `${LINES}${LICENCE.slice(0, 5000)}${LINES}${LICENCE.slice(0, 600).toUpperCase()}${LINES}`;
