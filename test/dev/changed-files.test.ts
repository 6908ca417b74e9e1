import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { changedFiles, filesUnder } from '../../.dev/changed-files.ts';

const root = mkdtempSync(join(tmpdir(), 'largesse-changed-'));
afterAll(() => rmSync(root, { recursive: true }));

function git(...args: string[]): void {
  const author = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
  execFileSync('git', ['-C', root, ...author, ...args], { stdio: 'ignore' });
}

function write(file: string, text: string): void {
  mkdirSync(join(root, file, '..'), { recursive: true });
  writeFileSync(join(root, file), text);
}

git('init', '--initial-branch', 'main');
for (const file of ['src/kept.ts', 'src/edited.ts', 'src/removed.ts', 'src/ö.ts']) write(file, 'old');
write('.gitignore', 'dist');
git('add', '.');
git('commit', '--message', 'Begin');

describe('what has changed', () => {
  it('is nothing where nothing was', () => {
    expect(changedFiles(root)).toEqual([]);
  });

  it('is what the branch and the work tree change against main, without what is gone or ignored', () => {
    git('switch', '--create', 'branch');
    write('src/committed.ts', 'new');
    git('add', '.');
    git('commit', '--message', 'Add');
    write('src/edited.ts', 'new');
    write('src/ö.ts', 'new');
    write('src/made.ts', 'new');
    write('dist/built.js', 'new');
    rmSync(join(root, 'src/removed.ts'));

    expect(changedFiles(root).toSorted()).toEqual(
      ['src/committed.ts', 'src/edited.ts', 'src/made.ts', 'src/ö.ts'].toSorted(),
    );
  });

  it('is what is named, files and folders', () => {
    expect(filesUnder(root, ['src/kept.ts'])).toEqual(['src/kept.ts']);
    expect(filesUnder(root, ['src'])).toHaveLength(5);
    expect(() => filesUnder(root, ['src/nowhere.ts'])).toThrow('src/nowhere.ts');
  });
});
