import { SarviError } from '#contract/errors';
import type { ModelId } from '#contract/primitives';
import type { App } from '../../core/app.ts';
import { settleLicence, type LicenceQuestion } from './licence-question.ts';
import { modelOption } from './model-option.ts';

interface ScoredModels {
  readonly ids: readonly ModelId[];
  /** The user has named these as where the text goes. */
  readonly remoteHosts: readonly string[];
}

/**
 * The models of `--model` and `--against`. Besides the usual ones: `NAME@HOST`, a model of a remote engine.
 *
 * @throws SarviError `remote-unknown`; those of `modelOption`
 */
export async function scoredModels(
  app: App,
  names: readonly (string | undefined)[],
  question: LicenceQuestion,
): Promise<ScoredModels> {
  const ids: ModelId[] = [];
  const remoteHosts: string[] = [];
  for (const model of names.filter((name) => name !== undefined)) {
    const elsewhere = await remoteOf(app, model);
    if (elsewhere) {
      ids.push(elsewhere.id);
      remoteHosts.push(elsewhere.host);
      continue;
    }
    const chosen = await app.useModel((await modelOption(app, { model })).id);
    await settleLicence(app, chosen, question);
    ids.push(chosen.id);
  }
  return { ids, remoteHosts };
}

/** Null for a model of this computer. @throws SarviError `remote-unknown` */
async function remoteOf(app: App, text: string): Promise<{ readonly id: ModelId; readonly host: string } | null> {
  const [, name, host] = /^(.+)@([^@/\\]+)$/.exec(text) ?? [];
  if (name === undefined || host === undefined || /\.gguf$/i.test(text)) return null;
  const { engines } = await app.ask('remotes.list', {});
  const models = engines.filter((engine) => engine.host === host).flatMap((engine) => engine.models);
  const found = models.find((one) => one.name === name);
  if (!found) throw new SarviError('remote-unknown', { name: text });
  return { id: found.id, host };
}
