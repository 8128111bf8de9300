/**
 * `npm test`: sets up, gets a browser, runs every test and prints `N passed, N failed` as its last line. Arguments go
 * to vitest as filters (`npm test -- gguf`), and then the end-to-end tests are left out.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getBrowser } from './get-browser.mjs';
import { runProgram } from './run-program.mjs';
import { environment, node24, root, say, setUp } from './setup.mjs';

const CRASHED = { passed: 0, failed: 1 };

function readReport(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** A file that cannot be loaded has no tests in it, yet it failed; so has a run that ends in failure without one. */
function countVitest(report, exitCode) {
  if (report === null) return CRASHED;
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0);
  const failed = report.numFailedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

function countPlaywright(report, exitCode) {
  if (report === null) return CRASHED;
  const { expected, unexpected, flaky } = report.stats;
  const failed = unexpected + flaky + report.errors.length;
  return { passed: expected, failed: exitCode !== 0 && failed === 0 ? 1 : failed };
}

async function runVitest(folder, filters) {
  const path = join(folder, 'vitest.json');
  const program = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${path}`];
  const exitCode = await runProgram(node24, [program, 'run', ...reporters, ...filters], { cwd: root });
  return countVitest(readReport(path), exitCode);
}

async function runPlaywright(folder) {
  const path = join(folder, 'playwright.json');
  const program = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
  const env = { ...environment(), PLAYWRIGHT_JSON_OUTPUT_FILE: path };
  const exitCode = await runProgram(node24, [program, 'test', '--reporter=list,json'], { cwd: root, env });
  return countPlaywright(readReport(path), exitCode);
}

async function main(filters) {
  setUp();
  getBrowser();
  const folder = mkdtempSync(join(tmpdir(), 'sarvi-test-reports-'));
  try {
    const counts = [await runVitest(folder, filters)];
    if (filters.length === 0) counts.push(await runPlaywright(folder));
    const passed = counts.reduce((sum, count) => sum + count.passed, 0);
    const failed = counts.reduce((sum, count) => sum + count.failed, 0);
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
    // No test at all is no success.
    process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  say(`Sarvi: ${error.message}`);
  process.exitCode = 1;
}
