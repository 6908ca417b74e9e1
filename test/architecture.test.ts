import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chatPlatforms, mailers } from '#adapters/registry.ts';
import { type ImportFact, listSources, packagesLoadedBy, ROOT, readImports } from './helpers/read-imports.ts';

/**
 * Who may import whom. `ours` are beginnings of paths from the root, `packages` npm packages; `node:` stands for the
 * built-in modules and `*` for anything. The first room that a path belongs to counts.
 */
type Room = { path: RegExp; ours: string[]; packages: string[] };

const ADAPTERS = [
  'adapters/chat/slack',
  'adapters/chat/discord',
  'adapters/chat/playground',
  'adapters/mail/smtp',
];
const VENDORS: Record<string, string[]> = {
  'adapters/chat/slack': [
    '@slack/bolt',
    '@slack/web-api',
    '@slack/socket-mode',
    '@slack/logger',
    '@slack/types',
  ],
  'adapters/chat/discord': ['discord.js', '@discordjs/rest', 'discord-api-types'],
  'adapters/chat/playground': [],
  'adapters/mail/smtp': ['nodemailer', 'mjml', 'mailparser', 'smtp-server'],
};

const ROOMS: Room[] = [
  { path: /^src\/domain\//u, ours: ['src/domain/'], packages: ['temporal-polyfill'] },
  { path: /^src\/gather\.ts$/u, ours: [], packages: [] },
  { path: /^src\/ports\.ts$/u, ours: ['src/domain/'], packages: ['node:'] },
  {
    path: /^src\/db\//u,
    ours: ['src/db/', 'src/domain/', 'src/ports.ts'],
    packages: ['kysely', 'pg', 'zod', 'node:'],
  },
  {
    path: /^src\/usecases\//u,
    ours: ['src/usecases/', 'src/domain/', 'src/ports.ts', 'src/db/!reports', 'src/gather.ts'],
    packages: [],
  },
  { path: /^src\/app\.ts$/u, ours: ['src/usecases/', 'src/ports.ts', 'src/db/!reports'], packages: [] },
  { path: /^src\/words\//u, ours: ['src/words/'], packages: ['intl-messageformat'] },
  {
    path: /^src\/chat\//u,
    ours: ['src/chat/', 'src/domain/', 'src/ports.ts', 'src/words/', 'src/app.ts'],
    packages: [],
  },
  {
    path: /^src\/web\//u,
    ours: [
      'src/web/',
      'src/app.ts',
      'src/domain/',
      'src/words/',
      'src/chat/cards/',
      'src/db/reports/',
      'src/ports.ts',
    ],
    packages: ['hono', '@hono/node-server', 'zod', 'node:'],
  },
  {
    path: /^jobs\/queue\.ts$/u,
    ours: ['jobs/', 'src/ports.ts', 'src/domain/'],
    packages: ['bullmq', 'ioredis', 'pg', 'node:'],
  },
  {
    path: /^jobs\//u,
    ours: [
      'jobs/',
      'src/ports.ts',
      'src/domain/',
      'src/app.ts',
      'src/gather.ts',
      'src/chat/cards/',
      'src/words/',
    ],
    packages: ['ioredis', 'pg', 'node:'],
  },
  ...ADAPTERS.map((folder) => ({
    path: new RegExp(`^${folder}/`, 'u'),
    ours: [`${folder}/`, 'src/ports.ts', 'src/domain/'],
    packages: [...(VENDORS[folder] ?? []), 'zod', 'node:'],
  })),
  { path: /^adapters\/registry\.ts$/u, ours: ['adapters/', 'src/ports.ts'], packages: [] },
  {
    path: /^src\/(config|log|key-ring|new-id|open-when-needed|random-pool|sample-company)\.ts$/u,
    ours: ['src/'],
    packages: ['zod', 'pino', 'uuid', 'node:'],
  },
  {
    path: /^src\/(main|open-core|open-adapters|job-deps-of)\.ts$|^src\/cli\//u,
    ours: ['src/', 'adapters/', 'jobs/'],
    packages: ['*'],
  },
];

const SOURCES = ['src', 'adapters', 'jobs'].flatMap(listSources);

function violation({ from, to, isOurs }: ImportFact): string | undefined {
  const room = ROOMS.find(({ path }) => path.test(from));
  if (!room) return `${from} is in no room of the table`;
  const mayImport = isOurs ? room.ours.some((allowed) => matches(to, allowed)) : isAllowedPackage(room, to);
  return mayImport ? undefined : `${from} may not import ${to}`;
}

/** `src/db/!reports` is all of `src/db/` but `src/db/reports/`. */
function matches(to: string, allowed: string): boolean {
  const [folder = '', exception] = allowed.split('!');
  return to.startsWith(folder) && !(exception && to.startsWith(`${folder}${exception}/`));
}

function isAllowedPackage({ packages }: Room, name: string): boolean {
  return packages.includes('*') || packages.includes(name);
}

function violationsIn(file: string, source?: string): string[] {
  return readImports(file, source).flatMap((fact) => violation(fact) ?? []);
}

describe('the house', () => {
  it('has no import that its table forbids', () => {
    expect(SOURCES.length).toBeGreaterThan(100);

    expect(SOURCES.flatMap((file) => violationsIn(file))).toEqual([]);
  });

  it.each([
    ['src/domain/x.ts', `import { readFile } from 'node:fs'`],
    ['src/domain/x.ts', `import type { Db } from '#src/db/schema.ts'`],
    ['src/usecases/x.ts', `import { spendByDepartment } from '#src/db/reports/spend-by-department.ts'`],
    ['src/usecases/x.ts', `import { sql } from 'kysely'`],
    ['src/app.ts', `import type { JobDeps } from '#jobs/job-deps.ts'`],
    ['src/words/x.ts', `export { formatMoney } from '#src/domain/money.ts'`],
    ['src/chat/commands/x.ts', `import { findPeople } from '../../db/person.ts'`],
    ['src/web/x.tsx', `import { issueGifts } from '#src/usecases/issue-gifts.ts'`],
    ['jobs/x.ts', `import { Queue } from 'bullmq'`],
    ['jobs/x.ts', `const bullmq = await import('bullmq')`],
    ['adapters/chat/slack/x.ts', `import { en } from '#src/words/en.ts'`],
    ['adapters/chat/slack/x.ts', `import { send } from '../discord/send.ts'`],
    ['adapters/chat/discord/x.ts', `type Bolt = import('@slack/bolt').App`],
    ['adapters/mail/smtp/x.ts', `import type { App } from '#src/app.ts'`],
    ['src/stray.ts', `import { x } from './x.ts'`],
  ])('would refuse, in %s: %s', (file, source) => {
    expect(violationsIn(file, source)).toHaveLength(1);
  });

  it('reads the environment in one place only', () => {
    const readers = SOURCES.filter((file) => /\bprocess\.env\b/u.test(readSource(file)));

    expect(readers).toEqual(['src/config.ts']);
  });

  it.each([
    ['adapters/chat', chatPlatforms],
    ['adapters/mail', mailers],
  ])('registers exactly the folders of %s', (folder, registry) => {
    expect(Object.keys(registry).toSorted()).toEqual(readdirSync(join(ROOT, folder)).toSorted());
  });

  it('loads neither the SDKs of adapters nor the queue and the web server with the core', () => {
    const later = [...Object.values(VENDORS).flat(), 'bullmq', 'ioredis', 'hono', '@hono/node-server'];

    const loaded = packagesLoadedBy('src/open-core.ts');

    expect(loaded).toEqual(expect.arrayContaining(['kysely', 'pg']));
    expect(loaded.filter((name) => later.includes(name))).toEqual([]);
  });

  it('keeps a closed root', () => {
    const allowed = [
      'LICENSE',
      'README.md',
      'adapters',
      'jobs',
      'migrations',
      'package-lock.json',
      'package.json',
      'src',
      'test',
      'tsconfig.json',
    ];
    const visible = readdirSync(ROOT).filter(
      (name) => !name.startsWith('.') && !['node_modules', 'dist'].includes(name),
    );

    expect(visible.filter((name) => !allowed.includes(name))).toEqual([]);
  });
});

function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
