import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countRequests, findBreaches, letLeasesRunOut, untilSettled } from '#test/helpers/audit.ts';
import type { LargesseProcess } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { QUEUES, type System } from './open-system.ts';
import { type OwnPostgres, startOwnPostgres } from './own-postgres.ts';
import { openSlackWorld, type SlackWorld, type Team } from './slack-world.ts';

const TIMEOUT_MS = 120_000;

/** What is tried here is not speed: a busy machine must not fail it. */
const PATIENT = { limitMs: 15_000 };

describe.each(QUEUES)('a worker that ends, queue in %s', { timeout: TIMEOUT_MS }, (queue) => {
  let world: SlackWorld;
  let worker: LargesseProcess;
  let accepted = 0;
  const managers = new Set<string>();

  beforeAll(async () => {
    world = await openSlackWorld({ queue, mode: 'http', slack: PATIENT });
    [, worker] = await Promise.all([world.run('web,chat'), world.run('worker')]);
  }, TIMEOUT_MS);
  afterAll(() => world?.close());

  /** Types `/recognize` without waiting for what comes of it. */
  async function accept({ manager, friend }: Team, amount: number): Promise<void> {
    managers.add(manager);
    accepted += 1;
    const text = `/recognize @${friend} ${amount}`;
    await world.slack.typeCommand({ user: manager, text, channel: 'launch' });
  }

  function confirmations(): number {
    return [...managers].flatMap((manager) => world.slack.ephemeralsTo(manager)).filter(isConfirmation)
      .length;
  }

  async function expectAllIsWell(): Promise<void> {
    await until('confirmation of each command', () => confirmations() === accepted);
    await untilSettled(world.system.db);
    expect(await findBreaches(world.system.db, { accepted })).toEqual([]);
    expect(world.slack.violations).toEqual([]);
  }

  it('loses nothing and gives nothing twice when it is killed before it commits, sends, or hears that it sent', async () => {
    const { slack, system } = world;
    const [undecided, unsent, unheard] = [
      await world.newTeam(),
      await world.newTeam(),
      await world.newTeam(),
    ];
    const release = slack.hold('chat.postMessage');
    slack.fail('chat.postMessage', { kind: 'drop-before' });
    await accept(unsent, 11);
    await until('held message', () => postings(world) === 1);
    await accept(unheard, 12);
    await until('second held message', () => postings(world) === 2);
    const unlock = await lockBudgets(system);
    await accept(undecided, 13);
    await untilBlocked(system);

    await worker.kill();
    release();
    await unlock();
    await letLeasesRunOut(system.db);
    worker = await world.run('worker');

    await expectAllIsWell();
    for (const { friend, manager } of [undecided, unsent, unheard]) {
      const gifts = await world.giftsTo(friend);
      expect(new Set(gifts.map(({ code }) => code)).size).toBe(1);
      expect(world.answersTo(manager)).toHaveLength(1);
    }
    expect(slack.messagesTo(unsent.friend)).toHaveLength(1);
    expect(slack.messagesTo(unheard.friend)).toHaveLength(2);
  });

  it('has its gifts delivered by another when it is killed between its commit and what it enqueues', async () => {
    const { system } = world;
    const team = await world.newTeam();
    const unlock = await lockBudgets(system);
    await accept(team, 14);
    await untilBlocked(system);

    const thaw = await freezeQueue(system);
    try {
      await unlock();
      await until('commit', () => hasRow(system, sql`select from gift where amount_minor = 1400`));
      await worker.kill();
    } finally {
      await thaw();
    }
    worker = await world.run('worker');

    await expectAllIsWell();
    expect(await world.giftsTo(team.friend)).toHaveLength(1);
  });

  it('ends within ten seconds of SIGTERM, whatever hangs, and another does the rest', async () => {
    const { slack, system } = world;
    const [sending, undecided] = [await world.newTeam(), await world.newTeam()];
    const before = postings(world);
    const release = slack.hold('chat.postMessage');
    await accept(sending, 15);
    await until('held message', () => postings(world) === before + 1);
    const unlock = await lockBudgets(system);
    await accept(undecided, 16);
    await untilBlocked(system);

    const { tookMs } = await worker.stop();
    release();
    await unlock();
    await letLeasesRunOut(system.db);
    worker = await world.run('worker');

    expect(tookMs).toBeLessThan(10_000);
    await expectAllIsWell();
    for (const { friend } of [sending, undecided]) {
      expect(new Set((await world.giftsTo(friend)).map(({ code }) => code)).size).toBe(1);
    }
  });

  it('takes commands while the queue is emptied, hangs or is away, and does them all', async () => {
    const { system } = world;
    const team = await world.newTeam();
    const flood = Promise.all(Array.from({ length: 10 }, (_, index) => accept(team, index + 1)));
    await system.emptyQueue();
    await flood;
    await system.emptyQueue();
    const bringBack = await loseQueue(system);
    try {
      await Promise.all(Array.from({ length: 5 }, (_, index) => accept(team, index + 11)));
    } finally {
      await bringBack();
    }

    await expectAllIsWell();
    expect(await world.giftsTo(team.friend, 15)).toHaveLength(15);
  });

  it('ends at once when nothing runs', async () => {
    const { code, tookMs } = await worker.stop();

    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(3_000);
  });
});

describe.each(QUEUES)(
  'Postgres that goes away under running commands, queue in %s',
  { timeout: TIMEOUT_MS },
  (queue) => {
    let postgres: OwnPostgres;
    let world: SlackWorld;

    beforeAll(async () => {
      postgres = await startOwnPostgres();
      world = await openSlackWorld({ queue, mode: 'http', database: postgres, slack: PATIENT });
    }, TIMEOUT_MS);
    afterAll(() => world?.close());

    it('loses nothing that was accepted and keeps nothing that failed', async () => {
      const running = await world.run('all');
      const team = await world.newTeam({ budget: 10_000_000n });
      const typing = startTyping(world, team);

      await typing.untilFurther(5);
      await postgres.crash();
      await sleep(1_000);
      await postgres.start();
      await typing.untilFurther(5);
      await postgres.end();
      await until('command that failed', () => read(world, team).failed > 0);
      await postgres.start();
      await typing.untilFurther(5);
      const typed = await typing.end();

      expect(running.isRunning() || running.said()).toBe(true);
      const seen = await until('answer to each command', () => {
        const { accepted, failed, unsure } = read(world, team);
        return accepted + failed + unsure === typed && { accepted, unsure };
      });
      // What was being sent when Postgres went keeps its row for a minute, and what failed while it was away waits for up to a
      // minute more: the slower Postgres comes back, the longer.
      await letLeasesRunOut(world.system.db);
      await world.system.passTime();
      await untilSettled(world.system.db);
      const requests = await countRequests(world.system.db);
      expect(requests).toBeGreaterThanOrEqual(seen.accepted);
      expect(requests).toBeLessThanOrEqual(seen.accepted + seen.unsure);
      expect(await findBreaches(world.system.db)).toEqual([]);
      expect(world.slack.violations).toEqual([]);
    });
  },
);

/** What a giver was told of all that they typed. */
function read({ slack }: SlackWorld, { manager }: Team) {
  const seen = slack.ephemeralsTo(manager).map(({ visible }) => visible);
  function count(words: string): number {
    return seen.filter((text) => text.includes(words)).length;
  }
  return {
    accepted: count('Request received'),
    failed: count('nothing was done'),
    unsure: count('cannot tell yet whether it was done'),
  };
}

/** Lets three hands type commands without a pause, no two alike, until `end`, which gives how many they typed. */
function startTyping({ slack }: SlackWorld, { manager, friend }: Team) {
  let typed = 0;
  let isTyping = true;
  let serial = 0;
  async function type(): Promise<void> {
    while (isTyping) {
      serial += 1;
      const amount = (serial / 100).toFixed(2);
      await slack.typeCommand({ user: manager, text: `/recognize @${friend} ${amount}`, channel: 'launch' });
      typed += 1;
      await sleep(50);
    }
  }
  const hands = [type(), type(), type()];
  return {
    async untilFurther(count: number): Promise<void> {
      const goal = typed + count;
      await until(`${count} further commands`, () => typed >= goal);
    },
    async end(): Promise<number> {
      isTyping = false;
      await Promise.all(hands);
      return typed;
    },
  };
}

function isConfirmation({ visible }: { visible: string }): boolean {
  return visible.includes('Request received');
}

function postings({ slack }: SlackWorld): number {
  return slack.calls.filter((call) => call === 'chat.postMessage').length;
}

async function hasRow({ db }: System, query: ReturnType<typeof sql>): Promise<boolean> {
  return (await query.execute(db)).rows.length > 0;
}

/** Keeps every budget locked until the returned function is called: nothing can be decided. */
async function lockBudgets({ ownerUrl }: System): Promise<() => Promise<void>> {
  const client = new Client(ownerUrl);
  await client.connect();
  await client.query('begin');
  await client.query('lock table account in exclusive mode');
  return () => client.end();
}

async function untilBlocked(system: System): Promise<void> {
  const waiting = sql`select from pg_stat_activity
    where datname = current_database() and wait_event_type = 'Lock' and application_name = 'largesse'`;
  await until('worker that waits for a budget', () => hasRow(system, waiting));
}

/** Lets the queue hang until the returned function is called. */
async function freezeQueue({ redis, ownerUrl }: System): Promise<() => Promise<void>> {
  if (redis) {
    redis.freeze();
    return async () => redis.thaw();
  }
  const client = new Client(ownerUrl);
  await client.connect();
  await client.query('begin');
  await client.query('lock table bullmq.job in access exclusive mode');
  return () => client.end();
}

/** Takes the queue away until the returned function is called; the one in the database can only hang. */
async function loseQueue(system: System): Promise<() => Promise<void>> {
  const { redis } = system;
  if (!redis) return freezeQueue(system);
  await redis.kill();
  return () => redis.restart();
}
