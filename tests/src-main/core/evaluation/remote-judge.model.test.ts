/** MT-Bench with the guide model as the answering model, judged by a server elsewhere. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { EventPayload } from '#contract/contract';
import type { EvaluationRun } from '#contract/evaluations';
import { addRemote, openEmptyApp, serving } from '../../../builders/remote-app.ts';
import { streamWords } from '../../../builders/remote-server.ts';
import { temporaryFolder } from '../../../builders/temporary-folder.ts';

const QUESTION = { question_id: 1, category: 'writing', turns: ['Mikä Sarvi on?'] };

test('a server judges after the user has let it read, and a run that goes on asks the same host', async () => {
  const server = await serving('vllm', (asked, response) => streamWords(asked, response, ['Hyvä. ', '[[8]]']));
  const app = await openEmptyApp();
  const signal = new AbortController().signal;
  const { modelId } = await app.importModel({ source: { kind: 'guide' } }, { signal, onProgress: () => undefined });
  const { id: engineId, models } = await addRemote(app, server.url);
  const data = join(await temporaryFolder(), 'questions.jsonl');
  await writeFile(data, JSON.stringify(QUESTION));
  const wanted = { modelId: modelId ?? '', task: 'mt-bench-fi' as const, files: { data } };
  const judge = { kind: 'remote' as const, modelId: models[0]?.id ?? '' };
  await expect(
    app.ask('evaluations.create', { ...wanted, judge: { ...judge, host: 'elsewhere.example.fi' } }),
  ).rejects.toMatchObject({ code: 'remote-not-allowed', details: { host: server.host } });

  const { id } = await app.ask('evaluations.create', { ...wanted, judge: { ...judge, host: server.host } });
  expect(server.at('/v1/chat/completions')).toEqual([]);
  const ended = new Promise<EvaluationRun>((resolve) => {
    app.listen((name, payload) => {
      const event = payload as EventPayload<'evaluation.changed'>;
      if (name !== 'evaluation.changed' || event.kind !== 'changed') return;
      if (event.run.id === id && event.run.state !== 'running') resolve(event.run);
    });
  });
  await app.ask('evaluations.start', { evaluationId: id });
  const run = await ended;
  expect(run).toMatchObject({ state: 'finished', judged: 1, error: null });
  expect(run.configuration.judge).toMatchObject({ kind: 'remote', name: 'poro', fileType: 'vLLM', host: server.host });
  const { samples } = await app.ask('evaluations.samples', { evaluationId: id, limit: 10 });
  expect(samples[0]?.own.judgement).toMatchObject({ turns: [{ score: 8, by: 'judge' }] });

  await app.ask('remotes.remove', { remoteId: engineId });
  await expect(
    app.ask('evaluations.create', { ...wanted, judge: { ...judge, host: server.host } }),
  ).rejects.toMatchObject({ code: 'remote-unknown' });
});
