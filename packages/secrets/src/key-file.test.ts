import { chmod, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SealedSecretError, loadKeyPair, open, seal } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sixpence-secrets-'));
});
afterEach(() => rm(folder, { recursive: true }));

test('a key pair is made once, and opens after a restart what was sealed before', async () => {
  const file = join(folder, 'keys', 'core.json');
  const sealed = await seal((await loadKeyPair(file)).publicKey, 'secret', 'c');
  expect(await open((await loadKeyPair(file)).privateKey, sealed, 'c')).toBe('secret');
  expect(await readdir(join(folder, 'keys'))).toEqual(['core.json']);
});

test('the file is its owner’s alone, even when it was not before', async () => {
  const file = join(folder, 'core.json');
  await loadKeyPair(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  await chmod(file, 0o644);
  await loadKeyPair(file);
  expect((await stat(file)).mode & 0o777).toBe(0o600);
});

test('two that start at once end with the same pair', async () => {
  const file = join(folder, 'core.json');
  const pairs = await Promise.all(Array.from({ length: 8 }, () => loadKeyPair(file)));
  expect(new Set(pairs.map((pair) => pair.publicKey)).size).toBe(1);
});

test('a file that holds something else is refused without showing it', async () => {
  const file = join(folder, 'core.json');
  await writeFile(file, '{"privateKey":"hunter2"');
  await expect(loadKeyPair(file)).rejects.toThrow(SealedSecretError);
  await expect(loadKeyPair(file)).rejects.not.toThrow('hunter2');
});
