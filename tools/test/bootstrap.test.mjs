/** The bootstrap on a small repository of its own: what it does once, what it does again, and two at a time. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../bootstrap/paths.mjs';
import { runtimeNode } from '../bootstrap/run.mjs';

const execute = promisify(execFile);
let folder;

/** A repository of one package and a page, installed by hand; the page's builder notes each of its runs. */
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bootstrap-'));
  const put = (path, content) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  for (const path of ['tools/bootstrap', 'tools/bootstrap.mjs'])
    cpSync(join(root, path), join(folder, path), { recursive: true });
  put('package-lock.json', { packages: {} });
  put('node_modules/.package-lock.json', { packages: {} });
  put('node_modules/vite/bin/vite.js', "require('node:fs').appendFileSync('builds', 'x')");
  mkdirSync(join(folder, 'node_modules/@typescript'), { recursive: true });
  symlinkSync(join(root, 'node_modules/@typescript/native'), join(folder, 'node_modules/@typescript/native'));
  put('tsconfig.base.json', { compilerOptions: { composite: true } });
  put('tsconfig.json', { files: [], references: [{ path: 'packages/money' }] });
  put('packages/money/package.json', { name: '@sixpence/money', type: 'module' });
  put('packages/money/tsconfig.json', {
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist', tsBuildInfoFile: 'dist/.tsbuildinfo' },
    include: ['src'],
  });
  put('packages/money/src/index.ts', 'export const one: number = 1;');
  put('apps/checkout/package.json', { dependencies: { '@sixpence/money': '0.1.0' } });
  put('apps/checkout/index.html', '');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function bootstrap() {
  try {
    const { stdout } = await execute(runtimeNode(), ['tools/bootstrap.mjs'], { cwd: folder });
    return { code: 0, stdout };
  } catch (error) {
    return { code: error.code, stdout: error.stdout, stderr: error.stderr };
  }
}
const pagesBuilt = () => readFileSync(join(folder, 'apps/checkout/builds'), 'utf8').length;

test('the first run builds, the second does nothing and says nothing', async () => {
  expect((await bootstrap()).stdout).toMatch(/tsc -b[^]*vite build/);
  expect(existsSync(join(folder, 'packages/money/dist/index.js'))).toBe(true);
  expect(await bootstrap()).toEqual({ code: 0, stdout: '' });
  expect(pagesBuilt()).toBe(1);
});

test('a changed source is built again, and so is what was removed', async () => {
  await bootstrap();
  writeFileSync(join(folder, 'packages/money/src/index.ts'), 'export const two: number = 2;');
  expect((await bootstrap()).stdout).toContain('tsc -b');
  expect(readFileSync(join(folder, 'packages/money/dist/index.js'), 'utf8')).toContain('two');
  rmSync(join(folder, 'packages/money/dist'), { recursive: true });
  await bootstrap();
  expect(existsSync(join(folder, 'packages/money/dist/index.js'))).toBe(true);
});

test("what does not compile fails with the compiler's words, each time anew", async () => {
  writeFileSync(join(folder, 'packages/money/src/index.ts'), "export const one: number = 'one';");
  for (const attempt of [await bootstrap(), await bootstrap()]) {
    expect(attempt.code).toBe(1);
    expect(attempt.stdout).toContain('TS2322');
    expect(attempt.stderr).toContain('tsc -b failed');
  }
});

test('two at once build once', async () => {
  const both = await Promise.all([bootstrap(), bootstrap()]);
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(both.filter(({ stdout }) => stdout.includes('tsc -b'))).toHaveLength(1);
  expect(pagesBuilt()).toBe(1);
  expect(existsSync(join(folder, '.cache/bootstrap.lock'))).toBe(false);
});

test('the lock of a process that is gone is taken over', async () => {
  const { pid } = await execute(runtimeNode(), ['-p', 'process.pid']).then(({ stdout }) => ({
    pid: stdout.trim(),
  }));
  mkdirSync(join(folder, '.cache/bootstrap.lock'), { recursive: true });
  writeFileSync(join(folder, '.cache/bootstrap.lock/pid'), pid);
  expect((await bootstrap()).code).toBe(0);
  expect(pagesBuilt()).toBe(1);
});

test('a file that was only touched is looked at, and the page is not built for it', async () => {
  await bootstrap();
  utimesSync(join(folder, 'packages/money/src/index.ts'), new Date(0), new Date(0));
  await bootstrap();
  expect(pagesBuilt()).toBe(1);
});
