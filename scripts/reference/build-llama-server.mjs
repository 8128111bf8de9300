/** Builds `llama-server` from the sources of llama.cpp that node-llama-cpp carries. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, say } from '../setup.mjs';

const SOURCES = join(root, 'node_modules/node-llama-cpp/llama');
const OFF = ['USE_PREBUILT_UI', 'BUILD_UI', 'CURL', 'OPENSSL', 'BUILD_TESTS', 'BUILD_EXAMPLES'];

/**
 * The program's path. It takes about ten minutes, and stays in a folder of the system's temporary files for the next
 * time. CMake, a C++ compiler and Git are needed.
 */
export function buildLlamaServer() {
  const { release } = JSON.parse(readFileSync(join(SOURCES, 'binariesGithubRelease.json'), 'utf8'));
  const place = join(tmpdir(), `sarvi-llama.cpp-${release}`);
  const [sources, build] = [join(place, 'sources'), join(place, 'build-server')];
  const built = join(build, 'bin/llama-server');
  if (existsSync(built)) return built;
  mkdirSync(place, { recursive: true });
  if (!existsSync(sources)) run('git', ['clone', '-q', join(SOURCES, 'gitRelease.bundle'), sources]);
  const options = OFF.map((name) => `-DLLAMA_${name}=OFF`);
  run('cmake', ['-S', sources, '-B', build, '-DCMAKE_BUILD_TYPE=Release', '-DLLAMA_BUILD_NUMBER=1', ...options]);
  say('llama-server is being built; it takes about ten minutes');
  run('cmake', ['--build', build, '--target', 'llama-server']);
  return built;
}

function run(program, words) {
  const { status, stderr, error } = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${program} ${words.join(' ')}: ${error ?? stderr}`);
}
