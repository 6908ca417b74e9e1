import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandSpecs } from '#src/chat/command-specs.ts';
import { SETTINGS } from '#src/config.ts';
import { createWords } from '#src/words/words.ts';
import { ROOT } from './helpers/read-imports.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

describe('the README', () => {
  it('names only files and folders that exist', () => {
    const inCode = [...README.matchAll(/`((?:src|adapters|jobs|migrations|test)\/[\w./-]*)`/gu)];
    const inLinks = [...README.matchAll(/\]\((?!http)([^)]+)\)/gu)];
    const paths = [...inCode, ...inLinks].map((match) => match[1] ?? '');

    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('leads nowhere in the package that is not packed, nor do the pages that it leads to', () => {
    const [{ files }] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: ROOT,
        encoding: 'utf8',
      }),
    ) as [{ files: { path: string }[] }];
    const packed = new Set(files.map(({ path }) => path));
    const pages = [...packed].filter((path) => path.endsWith('.md') && !path.startsWith('dist/'));

    const dead = pages.flatMap((page) =>
      [...readFileSync(join(ROOT, page), 'utf8').matchAll(/\]\((?!http|#)([^)#]+)/gu)]
        .map((match) => join(dirname(page), match[1] ?? ''))
        .filter((path) => !packed.has(path))
        .map((path) => `${page}: ${path}`),
    );

    expect(pages.length).toBeGreaterThan(4);
    expect(dead).toEqual([]);
  });

  it('lists every command as the bot knows it', () => {
    const rows = commandSpecs(createWords()).map(
      ({ name, usage, summary }) => `| \`/${`${name} ${usage}`.trim()}\` | ${summary} |`,
    );
    const shown = README.replaceAll(/ +\|/gu, ' |').split('\n');

    expect(shown.filter((line) => line.startsWith('| `/'))).toEqual(rows);
  });

  it('explains every setting, and no other', () => {
    const table = README.slice(README.indexOf('| setting '), README.indexOf('## Where things are'));
    const explained = [...table.matchAll(/`([A-Z]+(?:_[A-Z]+)*)`/gu)].map((match) => match[1]);

    expect(new Set(explained)).toEqual(new Set(SETTINGS));
  });

  it('runs only scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const used = [...README.matchAll(/npm (?:run (?:-s )?)?(\w+)/gu)]
      .map((match) => match[1] ?? '')
      .filter((name) => !['ci', 'brought'].includes(name));

    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });
});
