import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  chatPlatforms,
  mailers,
  paymentMethods,
  rewardProviders,
  webhookSenders,
} from '#adapters/registry.ts';
import { findCircles } from './helpers/find-circles.ts';
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
  'adapters/payments/stripe',
  'adapters/rewards/amazon-incentives',
  'adapters/rewards/tremendous',
  'adapters/webhooks/http',
];
const VENDORS: Record<string, string[]> = {
  'adapters/chat/slack': ['@slack/bolt', '@slack/web-api', '@slack/types', 'ws'],
  'adapters/chat/discord': ['discord.js', '@discordjs/rest', 'discord-api-types', 'ws'],
  'adapters/chat/playground': [],
  'adapters/mail/smtp': ['nodemailer', 'mjml', 'mailparser', 'smtp-server'],
  'adapters/webhooks/http': ['standardwebhooks'],
};

const ROOMS: Room[] = [
  { path: /^src\/domain\//u, ours: ['src/domain/'], packages: ['temporal-polyfill'] },
  { path: /^src\/ports\//u, ours: ['src/ports/', 'src/domain/'], packages: ['node:'] },
  {
    path: /^src\/kit\//u,
    ours: ['src/kit/', 'src/ports/', 'src/domain/'],
    packages: ['node:', 'csv-parse', 'otplib', 'pino', 'uuid', 'zod'],
  },
  {
    path: /^src\/db\//u,
    ours: ['src/db/', 'src/domain/', 'src/ports/', 'src/kit/'],
    packages: ['kysely', 'pg', 'rate-limiter-flexible', 'zod', 'node:'],
  },
  {
    path: /^src\/embedded-postgres\//u,
    ours: ['src/embedded-postgres/', 'src/ports/', 'src/kit/'],
    packages: ['pg', 'zod', 'node:'],
  },
  {
    path: /^src\/usecases\//u,
    ours: ['src/usecases/', 'src/domain/', 'src/ports/', 'src/db/!queries', 'src/kit/'],
    packages: [],
  },
  {
    path: /^src\/app[./]/u,
    ours: ['src/app/', 'src/usecases/', 'src/db/queries/', 'src/domain/', 'src/ports/'],
    packages: [],
  },
  { path: /^src\/words\//u, ours: ['src/words/'], packages: ['intl-messageformat'] },
  {
    path: /^src\/draw\//u,
    ours: ['src/draw/', 'src/ports/'],
    packages: ['echarts', '@resvg/resvg-js', '@expo-google-fonts/noto-sans', 'node:'],
  },
  {
    path: /^src\/chat\//u,
    ours: ['src/chat/', 'src/domain/', 'src/ports/', 'src/words/', 'src/app.ts'],
    packages: [],
  },
  {
    path: /^src\/web\//u,
    ours: [
      'src/web/',
      'src/app.ts',
      'src/domain/',
      'src/draw/',
      'src/words/',
      'src/chat/cards/',
      'src/ports/',
    ],
    packages: [
      'hono',
      '@hono/node-server',
      '@hono/zod-openapi',
      'openid-client',
      'scim2-parse-filter',
      'uqr',
      'yazl',
      'zod',
      'node:',
    ],
  },
  {
    path: /^jobs\/queue\.ts$/u,
    ours: ['jobs/', 'src/ports/', 'src/domain/'],
    packages: ['bullmq', 'ioredis', 'pg', 'node:'],
  },
  {
    path: /^jobs\//u,
    ours: ['jobs/', 'src/ports/', 'src/domain/', 'src/app.ts', 'src/kit/', 'src/chat/cards/', 'src/words/'],
    packages: ['ioredis', 'pg', 'node:'],
  },
  ...ADAPTERS.map((folder) => ({
    path: new RegExp(`^${folder}/`, 'u'),
    ours: [`${folder}/`, 'src/ports/', 'src/domain/'],
    packages: [...(VENDORS[folder] ?? []), 'zod', 'node:'],
  })),
  { path: /^adapters\/registry\.ts$/u, ours: ['adapters/', 'src/ports/'], packages: [] },
  {
    path: /^src\/config[./]/u,
    ours: ['src/config/', 'src/domain/', 'src/kit/', 'src/ports/'],
    packages: ['zod', 'node:'],
  },
  { path: /^src\/process\//u, ours: ['src/', 'adapters/', 'jobs/'], packages: ['*'] },
  // What a command shows like a page stands in src/chat/cards and src/web/export.
  { path: /^src\/cli\/process\//u, ours: ['src/!web/pages', 'adapters/', 'jobs/'], packages: ['*'] },
  // A command reads through app.queries and writes through use cases, as chat and the pages do.
  { path: /^src\/cli\//u, ours: ['src/!db!web/pages', 'adapters/', 'jobs/'], packages: ['*'] },
];

/** A noun may use those before it and none after, within each of the rooms that are parted by noun. */
const NOUNS = [
  'people',
  'ledger',
  'budget',
  'gift',
  'approval',
  'message',
  'recognition',
  'card',
  'session',
  'wallet',
  'checkout',
  'reward',
  'store',
  'occasion',
  'report',
  'webhook',
  'keys',
  'jobs',
];

const SOURCES = ['src', 'adapters', 'jobs'].flatMap(listSources);

function violation({ from, to, isOurs }: ImportFact): string | undefined {
  const room = ROOMS.find(({ path }) => path.test(from));
  if (!room) return `${from} is in no room of the table`;
  const mayImport = isOurs
    ? room.ours.some((allowed) => matches(to, allowed)) && !isUpward(from, to) && !isStepFromOutside(from, to)
    : isAllowedPackage(room, to);
  return mayImport ? undefined : `${from} may not import ${to}`;
}

/** Whether an import inside a room leads to a noun that comes later. `kit` comes before all nouns. */
function isUpward(from: string, to: string): boolean {
  const [here, there] = [nounOf(from), nounOf(to)];
  return here !== undefined && there?.room === here.room && there.order > here.order;
}

function nounOf(path: string): { room: string; order: number } | undefined {
  const [, room = '', noun = ''] = /^(src\/(?:domain|db|usecases))\/([^/]+)\//u.exec(path) ?? [];
  if (noun === 'kit') return { room, order: -1 };
  return NOUNS.includes(noun) ? { room, order: NOUNS.indexOf(noun) } : undefined;
}

/** Read models stand in the folder of their noun, and those that prove the ledger in their own. */
function isOutsideNoun(file: string): boolean {
  const [, noun = ''] = /^src\/db\/queries\/(?:([^/]+)\/)?[^/]+/u.exec(file) ?? [];
  return file.startsWith('src/db/queries/') && ![...NOUNS, 'proof'].includes(noun);
}

/** Steps are for use cases alone. */
function isStepFromOutside(from: string, to: string): boolean {
  return /^src\/usecases\/[^/]+\/steps\//u.test(to) && !from.startsWith('src/usecases/');
}

/** `src/!db!web/pages` is all of `src/` but `src/db/` and `src/web/pages/`. */
function matches(to: string, allowed: string): boolean {
  const [folder = '', ...exceptions] = allowed.split('!');
  return to.startsWith(folder) && !exceptions.some((one) => to.startsWith(`${folder}${one}/`));
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
    ['src/domain/gift/x.ts', `import { readFile } from 'node:fs'`],
    ['src/domain/gift/x.ts', `import type { Db } from '#src/db/kit/schema.ts'`],
    ['src/domain/gift/x.ts', `import type { Channel } from '#src/domain/message/channels.ts'`],
    ['src/domain/kit/x.ts', `import type { Role } from '#src/domain/people/roles.ts'`],
    ['src/ports/x.ts', `import type { Deps } from '#src/usecases/kit/deps.ts'`],
    ['src/ports/x.ts', `import { z } from 'zod'`],
    ['src/kit/x.ts', `import type { Config } from '#src/config.ts'`],
    ['src/kit/x.ts', `import { sql } from 'kysely'`],
    ['src/db/gift/x.ts', `import { lockApproval } from '../approval/approval.ts'`],
    ['src/db/gift/x.ts', `import type { Deps } from '#src/usecases/kit/deps.ts'`],
    ['src/db/kit/x.ts', `import { findPeople } from '#src/db/people/person.ts'`],
    ['src/embedded-postgres/x.ts', `import { connect } from '#src/db/kit/connect.ts'`],
    [
      'src/usecases/gift/x.ts',
      `import { spendByDepartment } from '#src/db/queries/report/spend-by-department.ts'`,
    ],
    ['src/usecases/gift/x.ts', `import { sql } from 'kysely'`],
    ['src/usecases/gift/x.ts', `import type { Approval } from '#src/usecases/approval/decide-approval.ts'`],
    ['src/usecases/budget/x.ts', `import { writeGifts } from '#src/usecases/gift/steps/write-gifts.ts'`],
    ['src/app.ts', `import type { JobDeps } from '#jobs/job-deps.ts'`],
    ['src/app.ts', `export type { Person } from './db/people/person.ts'`],
    ['src/web/x.tsx', `import { giftQueries } from '#src/app/gift.ts'`],
    ['src/app/gift.ts', `import { findGift } from '#src/db/gift/find-gift.ts'`],
    ['src/app.ts', `export type { Draft } from './usecases/gift/steps/write-gifts.ts'`],
    ['src/words/x.ts', `export { formatMoney } from '#src/domain/kit/money.ts'`],
    ['src/chat/commands/x.ts', `import { findPeople } from '../../db/people/person.ts'`],
    ['src/web/x.tsx', `import { issueGifts } from '#src/usecases/recognition/issue-gifts.ts'`],
    ['src/web/x.tsx', `import type { Gift } from '#src/db/queries/gift/list-gifts.ts'`],
    ['src/web/x.tsx', `import { createChatHost } from '#src/chat/chat-host.ts'`],
    ['src/cli/gift/x.ts', `import { listGifts } from '#src/db/queries/gift/list-gifts.ts'`],
    ['src/cli/gift/x.ts', `import type { Db } from '#src/db/kit/schema.ts'`],
    ['src/cli/kit/x.ts', `const { connect } = await import('../../db/kit/connect.ts')`],
    ['src/cli/x.ts', `export type { Person } from '#src/db/people/person.ts'`],
    ['src/cli/budget/x.ts', `import { saidText } from '#src/web/pages/budgets/said.ts'`],
    ['src/cli/process/x.ts', `import type { Typed } from '../../web/pages/budgets/changes/change.ts'`],
    ['src/web/pages/gifts/x.tsx', `type Gift = import('#src/db/queries/gift/list-gifts.ts').ListedGift`],
    ['src/cli/gift/x.ts', `import { voidGift } from '#src/usecases/gift/steps/void-gift.ts'`],
    ['src/process/x.ts', `import { voidGift } from '#src/usecases/gift/steps/void-gift.ts'`],
    ['src/config.ts', `import type { Db } from '#src/db/kit/schema.ts'`],
    ['jobs/x.ts', `import { findDue } from '#src/db/jobs/due.ts'`],
    ['jobs/x.ts', `import type { Deps } from '#src/usecases/kit/deps.ts'`],
    ['jobs/queue.ts', `import type { App } from '#src/app.ts'`],
    ['jobs/x.ts', `import { Queue } from 'bullmq'`],
    ['jobs/x.ts', `const bullmq = await import('bullmq')`],
    ['adapters/chat/slack/x.ts', `import { en } from '#src/words/en.ts'`],
    ['adapters/chat/slack/x.ts', `import { send } from '../discord/send.ts'`],
    ['adapters/chat/discord/x.ts', `type Bolt = import('@slack/bolt').App`],
    ['adapters/chat/slack/x.ts', `import type { Db } from '#src/db/kit/schema.ts'`],
    ['adapters/chat/slack/x.ts', `import type { Deps } from '#src/usecases/kit/deps.ts'`],
    ['adapters/mail/smtp/x.ts', `import type { App } from '#src/app.ts'`],
    ['adapters/rewards/tremendous/x.ts', `import { call } from '../amazon-incentives/call.ts'`],
    ['adapters/payments/stripe/x.ts', `import type { Db } from '#src/db/kit/schema.ts'`],
    ['adapters/registry.ts', `import type { App } from '#src/app.ts'`],
    ['src/stray.ts', `import { x } from './x.ts'`],
  ])('would refuse, in %s: %s', (file, source) => {
    expect(violationsIn(file, source)).toHaveLength(1);
  });

  it('keeps each read model in the folder of its noun', () => {
    expect(SOURCES.filter(isOutsideNoun)).toEqual([]);
  });

  it('would find a read model that stands by itself', () => {
    const files = [
      'src/db/queries/gift/list-gifts.ts',
      'src/db/queries/list-gifts.ts',
      'src/db/queries/x/y.ts',
    ];

    expect(files.filter(isOutsideNoun)).toEqual(['src/db/queries/list-gifts.ts', 'src/db/queries/x/y.ts']);
  });

  it('has no circle of files, not even of types', () => {
    expect(findCircles(new Map(SOURCES.map((file) => [file, importsOf(file)])))).toEqual([]);
  });

  it('would find a circle that one type closes', () => {
    const files = {
      'src/kit/a.ts': `import { b } from './b.ts'`,
      'src/kit/b.ts': `import { c } from './c.ts'`,
      'src/kit/c.ts': `import type { B } from '#src/kit/b.ts'`,
    };
    const imports = new Map(Object.entries(files).map(([file, source]) => [file, importsOf(file, source)]));

    expect(findCircles(imports)).toEqual([['src/kit/b.ts', 'src/kit/c.ts']]);
  });

  it('has one meaning for each exported name, but for what adapters of a kind have in common', () => {
    expect(namesakesIn(SOURCES.map((file) => [file, readSource(file)]))).toEqual([]);
  });

  it('would find a name that two files export', () => {
    const one = ['src/db/gift/x.ts', 'export type Grant = { amountMinor: bigint };'] as const;
    const another = ['src/usecases/budget/x.ts', 'export async function Grant() {}'] as const;
    const local = ['src/domain/gift/x.ts', 'type Grant = string;'] as const;
    const siblings = ['slack', 'discord'].map((name) => [`adapters/chat/${name}/x.ts`, one[1]] as const);

    expect(namesakesIn([one, another])).toEqual(['Grant: src/db/gift/x.ts, src/usecases/budget/x.ts']);
    expect(namesakesIn([one, local])).toEqual([]);
    expect(namesakesIn(siblings)).toEqual([]);
    expect(namesakesIn([one, ...siblings])).toHaveLength(1);
  });

  it('names every verb’s file after the function or definition that it exports', () => {
    const verbs = SOURCES.filter((file) => VERB.test(file));

    expect(verbs.length).toBeGreaterThan(30);
    expect(verbs.filter((file) => !exportsItsName(file))).toEqual([]);
  });

  it('would find a verb that is named otherwise', () => {
    const file = 'src/usecases/gift/undo-gifts.ts';

    expect(exportsItsName(file, 'export async function undoGifts() {}')).toBe(true);
    expect(exportsItsName(file, 'export async function takeBack() {}')).toBe(false);
    expect(exportsItsName(file, 'async function undoGifts() {}\nexport const x = undoGifts;')).toBe(false);
  });

  it('reads the environment in one place only', () => {
    const readers = SOURCES.filter((file) => readsEnvironment(readSource(file)));

    expect(readers).toEqual(['src/kit/environment.ts']);
  });

  it.each(['const { HOST } = process.env;', "import { env } from 'node:process';", "process['env']['HOST']"])(
    'would find another reader of the environment: %s',
    (source) => {
      expect(readsEnvironment(source)).toBe(true);
    },
  );

  it('opens transactions and enqueues in one way', () => {
    expect(SOURCES.flatMap((file) => straysIn(file, readSource(file)))).toEqual([]);
  });

  it.each([
    ['src/usecases/gift/x.ts', 'await deps.db.transaction().execute(write)', 'a transaction'],
    ['src/cli/gift/x.ts', 'const tx = await core.db\n  .startTransaction()\n  .execute()', 'a transaction'],
    ['src/db/gift/x.ts', 'await sql`begin`.execute(db)', 'a transaction'],
    ['src/web/x.tsx', "import type { Transaction } from 'kysely'", 'a transaction'],
    ['src/usecases/gift/x.ts', "await deps.queue.enqueue('deliver-gift', ids)", 'the queue'],
    ['src/usecases/gift/x.ts', "await queue.enqueue('deliver-gift', ids)", 'the queue'],
  ])('would refuse, in %s: %s', (file, source, what) => {
    expect(straysIn(file, source)).toEqual([`${file} reaches for ${what} past transact`]);
  });

  it.each([
    ['adapters/chat', chatPlatforms],
    ['adapters/mail', mailers],
    ['adapters/payments', paymentMethods],
    ['adapters/rewards', rewardProviders],
    ['adapters/webhooks', webhookSenders],
  ])('registers exactly the folders of %s', (folder, registry) => {
    expect(Object.keys(registry).toSorted()).toEqual(readdirSync(join(ROOT, folder)).toSorted());
  });

  it('loads neither the SDKs of adapters nor the queue and the web server with the core', () => {
    const later = [...Object.values(VENDORS).flat(), 'bullmq', 'ioredis', 'hono', '@hono/node-server'];

    const loaded = packagesLoadedBy('src/process/open-core.ts');

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

/** What only `transact` may do, but for the few files that are named, and what it looks like. */
const TRANSACTS = [
  {
    what: 'a transaction',
    looks:
      /\.(?:transaction|startTransaction)\(|sql`\s*(?:begin|start transaction)\b|\bTransaction\b.*from 'kysely'/u,
    // A snapshot reads only. The schema says what a transaction is. An advisory lock needs one to belong to.
    except: [
      'src/db/kit/transact.ts',
      'src/db/kit/snapshot.ts',
      'src/db/kit/schema.ts',
      'src/db/kit/advisory-lock.ts',
    ],
  },
  {
    what: 'the queue',
    looks: /\bqueue\.enqueue\(/u,
    // Intake's one insert is committed by itself, and what is due was committed long ago.
    except: [
      'src/db/kit/transact.ts',
      'src/usecases/recognition/request-recognition.ts',
      'src/usecases/jobs/enqueue-due-work.ts',
    ],
  },
];

function straysIn(file: string, source: string): string[] {
  return TRANSACTS.filter(({ looks, except }) => !except.includes(file) && looks.test(source)).map(
    ({ what }) => `${file} reaches for ${what} past transact`,
  );
}

/** The entrances of the use cases: the files on top of their noun's folder. */
const VERB = /^src\/usecases\/(?!kit\/)[^/]+\/[^/]+\.ts$/u;

function exportsItsName(file: string, source = readSource(file)): boolean {
  const name = basename(file, '.ts').replaceAll(/-(\w)/gu, (_, letter: string) => letter.toUpperCase());
  return new RegExp(`^export (async )?(function|const) ${name}\\b`, 'mu').test(source);
}

/** Adapters of a kind have the same names inside, and one of them never meets another. */
function adapterOf(file: string): string {
  return /^adapters\/\w+\/[\w-]+\//u.test(file) ? 'an adapter' : file;
}

const EXPORTED = /^export (?:async )?(?:type|interface|class|function|const|let) (\w+)/gmu;

/** The names that several files export, with these files. */
function namesakesIn(files: readonly (readonly [file: string, source: string])[]): string[] {
  const owners = new Map<string, Set<string>>();
  for (const [file, source] of files) {
    for (const [, name = ''] of source.matchAll(EXPORTED)) {
      owners.set(name, (owners.get(name) ?? new Set()).add(adapterOf(file)));
    }
  }
  return [...owners].flatMap(([name, own]) => (own.size > 1 ? [`${name}: ${[...own].join(', ')}`] : []));
}

function readsEnvironment(source: string): boolean {
  return /\bprocess(?:\.env\b|\[['"]env)|\benv\b.*'(?:node:)?process'/u.test(source);
}

function importsOf(file: string, source?: string): string[] {
  return readImports(file, source).flatMap(({ to, isOurs }) => (isOurs ? [to] : []));
}

function readSource(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
