import type { RequestOutput } from '../../history/protocol.ts';

/** A frozen version with its rows. */
export type FrozenDataset = RequestOutput<'openVersion'>;

/** Files of an export, by name. */
export type ExportFiles = Readonly<Record<string, string | Uint8Array>>;
