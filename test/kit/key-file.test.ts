import { execFile } from 'node:child_process';
import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKeyFile, findKeysInFile, loadOrCreateKeyFile, replaceKeyFile } from '#src/kit/key-file.ts';
import { keysToText } from '#src/kit/key-ring.ts';

const older = { id: '2025', secret: new Uint8Array(32).fill(1) };
const newer = { id: '2026', secret: new Uint8Array(32).fill(2) };

describe('the key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'largesse-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('is made once, for its owner alone, and read ever after', async () => {
    const path = join(folder, 'inner', 'keys');

    const made = await loadOrCreateKeyFile(path);
    const read = await loadOrCreateKeyFile(path);

    expect(keysToText(read)).toBe(keysToText(made));
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'inner'))).toEqual(['keys']);
  });

  it('is the same for all that start at once', async () => {
    const path = join(folder, 'keys');

    const found = await Promise.all(Array.from({ length: 20 }, () => loadOrCreateKeyFile(path)));

    expect(new Set(found.map(keysToText)).size).toBe(1);
    expect(await readdir(folder)).toEqual(['keys']);
  });

  it('is the same for processes that start at once', async () => {
    const path = join(folder, 'keys');
    const script = `import { keysToText } from '#src/kit/key-ring.ts';
      import { loadOrCreateKeyFile } from '#src/kit/key-file.ts';
      process.stdout.write(keysToText(await loadOrCreateKeyFile(process.argv[1])));`;
    const options = ['--conditions=source', '--import', 'tsx', '--input-type=module', '--eval', script, path];
    const run = promisify(execFile);

    const [first, second] = await Promise.all([
      run(process.execPath, options),
      run(process.execPath, options),
    ]);

    expect(first.stdout).toBe(second.stdout);
    expect(`${first.stdout}\n`).toBe(await readFile(path, 'utf8'));
  });

  it('is never replaced', async () => {
    const path = join(folder, 'keys');
    await writeFile(path, keysToText([newer]));

    await expect(createKeyFile(path)).rejects.toMatchObject({ code: 'EEXIST' });
    expect(keysToText(await loadOrCreateKeyFile(path))).toBe(keysToText([newer]));
  });

  it('says which file it is when it holds no keys', async () => {
    const path = join(folder, 'keys');
    await writeFile(path, 'nonsense');

    await expect(loadOrCreateKeyFile(path)).rejects.toThrow(
      `The key file ${path} cannot be used: Key 1 must look like`,
    );
  });

  it('gets another ring in its place behind a link, with the owner and the mode it had', async () => {
    const [place, path] = [join(folder, 'place'), join(folder, 'keys')];
    await writeFile(place, keysToText([older]), { mode: 0o640 });
    await symlink('place', path);

    await replaceKeyFile(path, [newer, older]);

    expect(await findKeysInFile(path)).toEqual(await findKeysInFile(place));
    expect(keysToText((await findKeysInFile(path)) ?? [])).toBe(keysToText([newer, older]));
    expect((await lstat(path)).isSymbolicLink()).toBe(true);
    expect((await stat(place)).mode & 0o777).toBe(0o640);
    expect((await readdir(folder)).toSorted()).toEqual(['keys', 'place']);
  });

  it('stays as it is when it cannot be replaced', async () => {
    const path = join(folder, 'keys');
    await writeFile(path, keysToText([older]));
    // Nothing may come to lie beside it.
    const rename = replaceKeyFile(join(path, 'keys'), [newer]);

    await expect(rename).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await readFile(path, 'utf8')).toBe(keysToText([older]));
  });
});
