import type { UpdateSource } from '../core/ports.ts';

/** Put in by the build (`electron.vite.config.ts`), as text, so that no variable or setting can replace them later. */
declare const SARVI_UPDATE_FEED: string | undefined;
declare const SARVI_UPDATE_KEY: string | undefined;

/** Null in a build without updates, and when the source runs unbuilt. */
export function builtInUpdateSource(): UpdateSource | null {
  if (typeof SARVI_UPDATE_FEED !== 'string' || typeof SARVI_UPDATE_KEY !== 'string') return null;
  if (SARVI_UPDATE_FEED === '') return null;
  return { feedUrl: SARVI_UPDATE_FEED, publicKey: SARVI_UPDATE_KEY };
}
