/** Builds a program of llama.cpp from the sources that node-llama-cpp carries. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, say } from '../setup.mjs';

const SOURCES = join(root, 'node_modules/node-llama-cpp/llama');
const OFF = ['USE_PREBUILT_UI', 'BUILD_UI', 'CURL', 'OPENSSL', 'BUILD_TESTS', 'BUILD_EXAMPLES'];

/** The release of llama.cpp whose sources these are. */
export function llamaRelease() {
  return JSON.parse(readFileSync(join(SOURCES, 'binariesGithubRelease.json'), 'utf8')).release;
}

/**
 * The path of `program`. It takes about ten minutes, and stays in a folder of the system's temporary files for the next
 * time: one for each name of `variant`, which has its own options of CMake. CMake, a C++ compiler and Git are needed.
 */
export function buildProgram(program, variant, options = []) {
  const place = join(tmpdir(), `sarvi-llama.cpp-${llamaRelease()}`);
  const [sources, build] = [join(place, 'sources'), join(place, variant)];
  const built = join(build, 'bin', program);
  if (existsSync(built)) return built;
  mkdirSync(place, { recursive: true });
  if (!existsSync(sources)) runProgram('git', ['clone', '-q', join(SOURCES, 'gitRelease.bundle'), sources]);
  const settings = [
    '-DCMAKE_BUILD_TYPE=Release',
    '-DLLAMA_BUILD_NUMBER=1',
    ...OFF.map((name) => `-DLLAMA_${name}=OFF`),
  ];
  runProgram('cmake', ['-S', sources, '-B', build, ...settings, ...options]);
  say(`${program} is being built; it takes about ten minutes`);
  runProgram('cmake', ['--build', build, '--target', program]);
  return built;
}

/** @returns what the program says, on both of its streams. @throws Error with its complaint */
export function runProgram(program, words) {
  const { status, stdout, stderr, error } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${error ?? stderr}`);
  return stdout + stderr;
}
