/**
 * Stands in for fpm, which Debian does not have: takes the options that electron-builder gives it, and makes the package
 * with dpkg-deb or rpmbuild.
 */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

interface Wishes {
  readonly values: ReadonlyMap<string, string>;
  readonly depends: readonly string[];
  readonly recommends: readonly string[];
  /** `source=target` */
  readonly files: readonly string[];
}

const FLAGS = new Set(['--force', '--debug']);

const wishes = readArguments(process.argv.slice(2));
const value = (name: string): string => wishes.values.get(name) ?? '';
const work = mkdtempSync(join(tmpdir(), 'sarvi-fpm-'));
try {
  const tree = join(work, 'tree');
  for (const mapping of wishes.files) copy(mapping, tree);
  if (value('t') === 'deb') makeDeb(tree);
  else if (value('t') === 'rpm') makeRpm(tree);
  else throw new Error(`no package of the kind ${value('t')} is made here`);
} finally {
  rmSync(work, { recursive: true, force: true });
}

function readArguments(all: readonly string[]): Wishes {
  const values = new Map<string, string>();
  const [depends, recommends, files]: [string[], string[], string[]] = [[], [], []];
  for (let at = 0; at < all.length; at += 1) {
    const argument = all[at] ?? '';
    if (FLAGS.has(argument)) continue;
    if (!argument.startsWith('-')) {
      files.push(argument);
      continue;
    }
    at += 1;
    const given = all[at] ?? '';
    if (argument === '-d') depends.push(given);
    else if (argument === '--deb-recommends') recommends.push(given);
    else values.set(argument.replace(/^-+/, ''), given);
  }
  return { values, depends, recommends, files };
}

function copy(mapping: string, tree: string): void {
  const [source = '', target = ''] = mapping.split('=');
  const to = join(tree, target);
  if (source.endsWith('/')) {
    mkdirSync(to, { recursive: true });
    cpSync(source, to, { recursive: true, verbatimSymlinks: true });
  } else {
    mkdirSync(dirname(to), { recursive: true });
    copyFileSync(source, to);
    chmodSync(to, 0o644);
  }
}

function makeDeb(tree: string): void {
  const control = join(tree, 'DEBIAN');
  mkdirSync(control);
  const [summary = '', ...more] = value('description').split('\n');
  const size = execFileSync('du', ['-sk', tree], { encoding: 'utf8' }).split('\t')[0] ?? '0';
  const fields: readonly (readonly [string, string])[] = [
    ['Package', value('name')],
    ['Version', value('version')],
    ['Architecture', value('architecture')],
    ['Maintainer', value('maintainer')],
    ['Installed-Size', size],
    ['Depends', wishes.depends.join(', ')],
    ['Recommends', wishes.recommends.join(', ')],
    ['Section', value('category') || 'default'],
    ['Priority', value('deb-priority')],
    ['Homepage', value('url')],
    ['Description', [summary || value('name'), ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n')],
  ];
  const lines = fields.filter(([, text]) => text !== '').map(([name, text]) => `${name}: ${text}\n`);
  writeFileSync(join(control, 'control'), lines.join(''));
  writeFileSync(join(control, 'postinst'), readFileSync(value('after-install')), { mode: 0o755 });
  writeFileSync(join(control, 'postrm'), readFileSync(value('after-remove')), { mode: 0o755 });
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zxz', '-z1', '--build', tree, value('package')], { stdio: 'pipe' });
}

function makeRpm(tree: string): void {
  const script = (name: string): string => readFileSync(value(name), 'utf8').replaceAll('%', '%%');
  const listed = execFileSync('find', ['.', '(', '-type', 'f', '-o', '-type', 'l', ')'], {
    cwd: tree,
    encoding: 'utf8',
  });
  const spec = [
    '%define _build_id_links none\n%define __os_install_post %{nil}',
    `Name: ${value('name')}\nVersion: ${value('version').replaceAll('-', '_')}\nRelease: 1`,
    `Summary: ${value('rpm-summary') || value('name')}\nLicense: ${value('license')}\nURL: ${value('url')}`,
    `AutoReqProv: no\n${wishes.depends.map((name) => `Requires: ${name}`).join('\n')}`,
    `%description\n${value('description')}`,
    `%post\n${script('after-install')}\n%postun\n${script('after-remove')}`,
    `%files\n${listed
      .trim()
      .split('\n')
      .map((path) => `"${path.slice(1)}"`)
      .join('\n')}\n`,
  ].join('\n');
  writeFileSync(join(work, 'sarvi.spec'), spec);
  const folder = join(work, 'rpm');
  const processor = { amd64: 'x86_64', arm64: 'aarch64' }[value('architecture')] ?? value('architecture');
  const options = ['--target', processor, '--buildroot', tree, '--define', `_topdir ${folder}`];
  const quick = ['--define', '_binary_payload w1.zstdio', '--noclean'];
  execFileSync('rpmbuild', ['-bb', ...options, ...quick, join(work, 'sarvi.spec')], { stdio: 'pipe' });
  const made = execFileSync('find', [join(folder, 'RPMS'), '-name', '*.rpm'], { encoding: 'utf8' }).trim();
  copyFileSync(made, value('package'));
}
