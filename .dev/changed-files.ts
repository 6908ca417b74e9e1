import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** All files at or below these paths, new ones included, as paths from the root. Throws when a path leads to none. */
export function filesUnder(root: string, paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    const files = git(root, 'ls-files', '--cached', '--others', '--exclude-standard', '--', path);
    const there = files.filter((file) => existsSync(join(root, file)));
    if (there.length === 0) throw new Error(`There is no file at ${path}`);
    return there;
  });
}

/** What a branch and the work tree change against main, new files included. */
export function changedFiles(root: string): string[] {
  const base = findBase(root);
  const changed = git(root, 'diff', '--name-only', '--diff-filter=d', base);
  const made = git(root, 'ls-files', '--others', '--exclude-standard');
  return [...new Set([...changed, ...made])].filter((file) => existsSync(join(root, file)));
}

/** Where the branch left main; the last commit where there is no main, or it is main. */
function findBase(root: string): string {
  for (const branch of ['main', 'origin/main']) {
    try {
      return git(root, 'merge-base', 'HEAD', branch)[0] ?? 'HEAD';
    } catch {
      continue; // There is no such branch.
    }
  }
  return 'HEAD';
}

function git(root: string, ...args: string[]): string[] {
  const text = execFileSync('git', ['-C', root, '-c', 'core.quotePath=false', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return text.split('\n').filter((line) => line !== '');
}
