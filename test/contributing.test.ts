import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSources, ROOT, readImports } from './helpers/read-imports.ts';

const PAGES = ['.github/CONTRIBUTING.md', '.github/glossary.md'];
const TEXTS = PAGES.map((page) => readFileSync(join(ROOT, page), 'utf8'));
const GUIDE = TEXTS[0] ?? '';
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** npm's own. */
const OF_NPM = ['ci'];

describe('the guide for developers', () => {
  it('names only files and folders that exist', () => {
    const inCode = TEXTS.flatMap((text) => [
      ...text.matchAll(/(?<![\w/.-])((?:src|adapters|jobs|migrations|test|\.github|\.vscode)\/[\w./<>-]*)/gu),
    ]);
    const inLinks = TEXTS.flatMap((text) => [...text.matchAll(/\]\((?!http)([^)]+)\)/gu)]);
    const paths = [
      ...inCode.map((match) => withoutPlaceholder(match[1] ?? '')),
      ...inLinks.map((match) => join('.github', match[1] ?? '')),
    ];

    expect(paths.length).toBeGreaterThan(60);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('names only scripts that exist, and leaves none out', () => {
    const named = [...GUIDE.matchAll(/npm (?:run (?:-s )?)?([a-z][\w:]*)/gu)].map((match) => match[1] ?? '');
    const known = Object.keys(scripts).filter((name) => !/^(pre|post)/u.test(name));

    expect(new Set(named.filter((name) => !OF_NPM.includes(name)))).toEqual(new Set(known));
  });

  it('calls those tests fast that open no database', () => {
    const filters = scripts['test:fast']?.split(' ').filter((word) => word.startsWith('test/')) ?? [];
    const all = listSources('test').filter((file) => file.endsWith('.test.ts'));
    const fast = all.filter((file) => filters.slice(1).some((filter) => file.includes(filter)));
    const loaded = new Set(fast);
    for (const file of loaded) for (const to of importsOf(file)) loaded.add(to);

    expect(fast.length).toBeGreaterThan(10);
    expect([...loaded].filter((file) => file === 'test/helpers/database.ts')).toEqual([]);
    expect(filters.slice(1).filter((filter) => !all.some((file) => file.includes(filter)))).toEqual([]);
  });
});

/** What a file of the tests loads of the tests. */
function importsOf(file: string): string[] {
  return readImports(file).flatMap(({ to, isOurs }) => (isOurs && to.startsWith('test/') ? [to] : []));
}

/** `src/usecases/<noun>/` stands for any noun: the folder before must be there. */
function withoutPlaceholder(path: string): string {
  return path.includes('<')
    ? path.slice(0, path.indexOf('<')).replace(/[^/]*$/u, '')
    : path.replace(/\.$/u, '');
}
