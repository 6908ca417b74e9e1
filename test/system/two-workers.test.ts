import { afterAll, beforeAll, expect, it } from 'vitest';
import { findBreaches, untilSettled } from '#test/helpers/audit.ts';
import { INFO, logLinesIn } from '#test/helpers/log-lines.ts';
import type { LargesseProcess } from '#test/helpers/run-largesse.ts';
import { QUEUES } from './open-system.ts';
import { openSlackWorld, type SlackWorld } from './slack-world.ts';

const GIFTS = 60;

let world: SlackWorld;
let workers: LargesseProcess[];

beforeAll(async () => {
  world = await openSlackWorld({ queue: QUEUES[0] ?? 'postgres', mode: 'http', slack: { limitMs: 15_000 } });
  [, ...workers] = await Promise.all([world.run('web,chat'), world.run('worker'), world.run('worker')]);
}, 120_000);
afterAll(() => world?.close());

it('lets two workers share the work of a chat process, and gives each gift once', {
  timeout: 120_000,
}, async () => {
  const { slack, system } = world;
  const teams = await Promise.all([world.newTeam(), world.newTeam(), world.newTeam()]);
  const hands = teams.map(async ({ manager, friend }) => {
    for (let count = 0; count < GIFTS / teams.length; count += 1) {
      await slack.typeCommand({
        user: manager,
        text: `/recognize @${friend} ${count + 1}`,
        channel: 'launch',
      });
    }
  });
  await Promise.all(hands);
  await untilSettled(system.db);

  expect(await findBreaches(system.db, { accepted: GIFTS })).toEqual([]);
  for (const { friend } of teams) expect(slack.messagesTo(friend)).toHaveLength(GIFTS / teams.length);
  const shares = workers.map(giftsIssuedBy);
  expect(Math.min(...shares)).toBeGreaterThan(0);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBe(GIFTS);
  expect(slack.violations).toEqual([]);
});

/** As its log says, which tells of a batch in one line. */
function giftsIssuedBy(worker: LargesseProcess): number {
  return logLinesIn(worker.said())
    .filter(({ level, msg }) => level === INFO && msg === 'Gift issued')
    .reduce((sum, { count = 1 }) => sum + count, 0);
}
