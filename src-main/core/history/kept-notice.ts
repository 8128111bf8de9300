import { readFileSync, rmSync } from 'node:fs';
import { SarviError, type ErrorReport } from '#contract/errors';
import { writeFileWhole } from '../write-file-whole.ts';
import { historyPaths } from './history-paths.ts';

/** A repair at the opening of the history, kept until someone has seen it. */
interface KeptNotice {
  readonly report: ErrorReport;
  /** Whether a run of the command line has reported it; a window shows it until it is dismissed. */
  readonly told: boolean;
}

/** Never throws: a full disk is reported elsewhere. */
export async function keepNotice(folder: string, notice: SarviError, told = false): Promise<void> {
  const kept: KeptNotice = { report: notice.toReport(), told };
  await writeFileWhole(historyPaths(folder).notice, JSON.stringify(kept)).catch(() => undefined);
}

/** The notice that nobody has seen yet; null when there is none. */
export function keptNotice(folder: string): { notice: SarviError; told: boolean } | null {
  try {
    const { report, told } = JSON.parse(readFileSync(historyPaths(folder).notice, 'utf8')) as KeptNotice;
    if (!NOTICES.includes(report.code)) return null;
    return { notice: SarviError.fromReport(report), told: told === true };
  } catch {
    return null;
  }
}

export function forgetNotice(folder: string): void {
  rmSync(historyPaths(folder).notice, { force: true });
}

const NOTICES: readonly ErrorReport['code'][] = ['history-damaged', 'history-index-rebuilt', 'history-cleaned'];
