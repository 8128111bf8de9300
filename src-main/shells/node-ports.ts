/** The ports of the core in plain Node: the web shell, the command line and the tests. */
import Conf from 'conf';
import { join } from 'node:path';
import type { Log, Ports, SettingsStore } from '../core/ports.ts';
import { findAppFiles } from './app-files.ts';
import { defaultDataFolder, ensureDataFolder } from './data-folder.ts';
import { openFileLog } from './file-log.ts';
import { forkChild } from './fork-child.ts';
import { noticeSleep } from './notice-sleep.ts';
import { proxyOfEnvironment } from './proxy-of-environment.ts';
import { sessionKeys } from './session-keys.ts';
import { openSettings, readSettings, SETTINGS_FILE_OPTIONS } from './settings-store.ts';

export interface NodePortsOptions {
  readonly shell: 'web' | 'cli';
  /** Created if it does not exist; without it, the user's own (`defaultDataFolder`). */
  readonly dataFolder?: string | undefined;
}

/** @throws SarviError `write-failed`, `disk-full`, `path-unreadable` when the data folder cannot be created */
export function createNodePorts(options: NodePortsOptions): Ports {
  const data = options.dataFolder ?? defaultDataFolder();
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
    settings: openSettingsFile(data, log),
    log,
    dialogs: null,
    keys: sessionKeys(process.env),
    proxyFor: proxyOfEnvironment,
    now: Date.now,
    onResume: noticeSleep(Date.now),
    spawn: forkChild,
  };
}

function openSettingsFile(dataFolder: string, log: Log): SettingsStore {
  const initial = readSettings(join(dataFolder, 'config.json'), log);
  return openSettings(new Conf({ ...SETTINGS_FILE_OPTIONS, cwd: dataFolder, configName: 'config' }), initial);
}
