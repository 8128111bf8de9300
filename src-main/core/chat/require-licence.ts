import { SarviError } from '#contract/errors';
import { LICENCE_FACTS, type LlamaLicence } from '#contract/licences';
import type { Settings } from '#contract/settings';

/** @throws SarviError `licence-not-accepted` for a model whose terms the user has not accepted */
export function requireLicence(
  { id, name, licence }: { readonly id: string; readonly name: string; readonly licence?: LlamaLicence | null },
  { acceptedLicences }: Pick<Settings, 'acceptedLicences'>,
): void {
  if (!licence || acceptedLicences.includes(licence)) return;
  throw new SarviError('licence-not-accepted', { modelId: id, name, licence: LICENCE_FACTS[licence].name });
}
