import { createInterface } from 'node:readline/promises';
import { SarviError } from '#contract/errors';
import { LICENCE_FACTS } from '#contract/licences';
import type { App } from '../../core/app.ts';
import type { ResolvedModel } from '../../core/models/resolved-model.ts';
import type { Output } from './output.ts';

export interface LicenceQuestion {
  readonly output: Output;
  readonly accepts: boolean;
  readonly signal: AbortSignal;
}

/**
 * Makes sure that the licence of a model is accepted, once for each licence: by `--accept-licence`, or by a yes at the
 * terminal.
 *
 * @throws SarviError `licence-not-accepted`
 */
export async function settleLicence(
  app: App,
  { id, name, licence }: ResolvedModel,
  { output, accepts, signal }: LicenceQuestion,
): Promise<void> {
  if (!licence) return;
  const { acceptedLicences } = await app.ask('settings.get', {});
  if (acceptedLicences.includes(licence)) return;
  const { name: licenceName, url, notice } = LICENCE_FACTS[licence];
  const terms = [`${name} is licensed under the ${licenceName} of Meta Platforms, Inc.: ${url}`];
  if (notice !== null) terms.push(`Whoever passes it on shows: ${notice}`);
  if (output.json) output.event({ type: 'licence', licence, name: licenceName, url });
  else process.stderr.write(`${terms.join('\n')}\n`);
  if (!accepts && !(await asksYes(output, signal))) {
    throw new SarviError('licence-not-accepted', { modelId: id, name, licence: licenceName });
  }
  await app.ask('settings.update', { acceptedLicences: [...acceptedLicences, licence] });
}

/** Nobody is asked when no person types, or when a program reads the output. */
async function asksYes(output: Output, signal: AbortSignal): Promise<boolean> {
  if (output.json || process.stdin.isTTY !== true) return false;
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  try {
    return /^(?:y|yes|k|kyllä)$/i.test((await lines.question('Accept its terms? [y/N] ', { signal })).trim());
  } catch {
    return false;
  } finally {
    lines.close();
  }
}
