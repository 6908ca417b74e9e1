import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeFolder } from '#src/kit/make-folder.ts';

describe('a folder that is made', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'largesse-folder-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  it('comes with those above it, and names the first that was missing', async () => {
    const made = await makeFolder(join(root, 'a/b/c'), 0o700);

    expect(made).toBe(join(root, 'a'));
    expect((await stat(join(root, 'a/b/c'))).mode & 0o777).toBe(0o700);
  });

  it('may be there already, or be made by several at once', async () => {
    await makeFolder(join(root, 'a'));

    expect(await makeFolder(join(root, 'a'))).toBeUndefined();
    await Promise.all(Array.from({ length: 20 }, () => makeFolder(join(root, 'b/c/d'))));
    expect((await stat(join(root, 'b/c/d'))).isDirectory()).toBe(true);
  });

  it('is refused, and not tried for ever, where the file system takes none', async () => {
    await expect(makeFolder('/proc/largesse/keys')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
