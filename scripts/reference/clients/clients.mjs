/**
 * LangChain.js against a running API: what it makes of its answers. Runs in a folder that has it; prints one line and fails
 * on the first answer that is not understood. With SARVI_SCHEMAS, OpenAI's published document, every answer of the plain
 * requests is validated by ajv as well.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ChatOpenAI } from '@langchain/openai';
import Ajv from 'ajv/dist/2020.js';

const { SARVI_URL: baseURL, SARVI_KEY: apiKey, SARVI_MODEL: model, SARVI_SCHEMAS: schemas } = process.env;
const QUESTION = 'Kuka olet?';
const messages = [{ role: 'user', content: QUESTION }];
const plain = { model, messages, temperature: 0, max_tokens: 12 };
const parameters = { type: 'object', properties: { city: { enum: ['Oulu', 'Turku'] } }, required: ['city'] };
const say = (text) => process.stdout.write(`${text}\n`);

const text = JSON.parse(await ask('/chat/completions', plain)).choices[0].message.content;
assert.ok(text.length > 0);

const chain = new ChatOpenAI({
  model,
  apiKey,
  configuration: { baseURL },
  temperature: 0,
  maxTokens: 12,
  streamUsage: true,
});
assert.equal((await chain.invoke(QUESTION)).content, text);
let joined = null;
for await (const chunk of await chain.stream(QUESTION)) joined = joined === null ? chunk : joined.concat(chunk);
assert.equal(joined.content, text);
const bound = new ChatOpenAI({ model, apiKey, configuration: { baseURL }, maxTokens: 60 }).bindTools(
  [{ type: 'function', function: { name: 'get_weather', parameters } }],
  { tool_choice: 'required' },
);
let call = null;
for await (const chunk of await bound.stream(QUESTION)) call = call === null ? chunk : call.concat(chunk);
assert.ok(['Oulu', 'Turku'].includes(call.tool_calls[0].args.city));
say('LangChain.js: text, stream, streamed tools');

if (schemas) await validate(JSON.parse(readFileSync(schemas, 'utf8')));

async function ask(path, body) {
  const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
  const asked = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  return (await fetch(`${baseURL}${path}`, asked)).text();
}

/** Plain requests, each answer and chunk against OpenAI's published schemas. */
async function validate(document) {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema({ $id: 'openai', ...withoutNullable(document) });
  const names = Object.keys(document.components?.schemas ?? document.$defs ?? document);
  const prefix = document.components ? '/components/schemas/' : document.$defs ? '/$defs/' : '/';
  const check = (name, value) => {
    assert.ok(names.includes(name), `the document has ${name}`);
    const valid = ajv.validate({ $ref: `openai#${prefix}${name}` }, value);
    assert.ok(valid, `${name}: ${ajv.errorsText()} in ${JSON.stringify(value).slice(0, 400)}`);
  };
  const frames = (text) =>
    text.split('\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []));
  const tools = [{ type: 'function', function: { name: 'get_weather', parameters } }];
  let count = 0;
  for (const more of [
    {},
    { n: 2 },
    { logprobs: true, top_logprobs: 3 },
    { tools, tool_choice: 'required', max_tokens: 60 },
  ]) {
    check('CreateChatCompletionResponse', JSON.parse(await ask('/chat/completions', { ...plain, ...more })));
    const chunks = frames(
      await ask('/chat/completions', { ...plain, ...more, stream: true, stream_options: { include_usage: true } }),
    );
    for (const chunk of chunks) check('CreateChatCompletionStreamResponse', chunk);
    count += 1 + chunks.length;
  }
  for (const more of [{}, { logprobs: 2 }, { echo: true, logprobs: 1, max_tokens: 1 }]) {
    const completion = JSON.parse(await ask('/completions', { model, prompt: 'Poro', max_tokens: 4, ...more }));
    // The first token of a prompt has no probability: null from OpenAI itself, which its document does not know.
    const { token_logprobs: numbers, top_logprobs: tops } = completion.choices[0].logprobs ?? {};
    if (more.echo) [numbers[0], tops[0]] = [numbers[0] ?? 0, tops[0] ?? {}];
    check('CreateCompletionResponse', completion);
    count += 1;
  }
  check('ListModelsResponse', JSON.parse(await ask('/models')));
  check('Model', JSON.parse(await ask(`/models/${model}`)));
  check('ErrorResponse', JSON.parse(await ask('/chat/completions', { messages: 5 })));
  say(`ajv: ${count + 3} answers and chunks against OpenAI's document`);
}

/** OpenAPI 3.0's `nullable`, which still stands in the document, as JSON Schema says it. */
function withoutNullable(value) {
  if (Array.isArray(value)) return value.map(withoutNullable);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value;
  const mended = Object.fromEntries(Object.entries(rest).map(([name, inner]) => [name, withoutNullable(inner)]));
  return nullable === true
    ? { anyOf: [mended, { type: 'null' }] }
    : typeof nullable === 'object'
      ? { ...mended, nullable }
      : mended;
}
