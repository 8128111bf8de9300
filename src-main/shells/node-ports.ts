/** The ports of the core in plain Node: the web shell, the command line and the tests. */
import Conf from 'conf';
import { join } from 'node:path';
import type { Log, Ports, SettingsStore } from '../core/ports.ts';
import { findAppFiles } from './app-files.ts';
import { defaultFolders, ensureDataFolder } from './data-folder.ts';
import { openFileLog } from './file-log.ts';
import { forkChild } from './fork-child.ts';
import { settleDataFolder } from './move-former-data.ts';
import { noticeSleep } from './notice-sleep.ts';
import { proxyOfEnvironment } from './proxy-of-environment.ts';
import { sessionKeys } from './session-keys.ts';
import { openSettings, readSettings, SETTINGS_FILE_OPTIONS } from './settings-store.ts';

export interface NodePortsOptions {
  readonly shell: 'web' | 'cli';
  /** Created if it does not exist; without it, the user's own (`defaultFolders`). */
  readonly dataFolder?: string | undefined;
}

/**
 * @throws SarviError `write-failed`, `disk-full`, `path-unreadable` when the data folder cannot be created;
 *   `data-folder-in-use` when an older Sarvi works on the folder whose data is to be moved
 */
export function createNodePorts(options: NodePortsOptions): Ports {
  const { data, config } = foldersOf(options.dataFolder);
  ensureDataFolder(data);
  const files = findAppFiles();
  const log = openFileLog(join(data, 'logs', 'sarvi.log'));
  return {
    shell: options.shell,
    version: files.version,
    platform: process.platform,
    systemLocale: new Intl.DateTimeFormat().resolvedOptions().locale,
    folders: { data, resources: files.resources },
    entries: files.entries,
    settings: openSettingsFile(config, log),
    log,
    dialogs: null,
    keys: sessionKeys(process.env),
    proxyFor: proxyOfEnvironment,
    now: Date.now,
    onResume: noticeSleep(Date.now),
    spawn: forkChild,
  };
}

function foldersOf(chosen: string | undefined): { data: string; config: string } {
  if (chosen !== undefined) return { data: chosen, config: chosen };
  const folders = defaultFolders();
  return { data: settleDataFolder(folders), config: folders.config };
}

function openSettingsFile(folder: string, log: Log): SettingsStore {
  const initial = readSettings(join(folder, 'config.json'), log);
  return openSettings(new Conf({ ...SETTINGS_FILE_OPTIONS, cwd: folder, configName: 'config' }), initial);
}
