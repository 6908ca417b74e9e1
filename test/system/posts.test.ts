import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letLeasesRunOut } from '#test/helpers/audit.ts';
import type { LargesseProcess } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { dueJobs } from '#jobs/jobs.ts';
import { QUEUES } from './open-system.ts';
import { openSlackWorld, type SlackWorld, type Team } from './slack-world.ts';

const TIMEOUT_MS = 120_000;

describe.each(QUEUES)('what others read in a channel, queue in %s', { timeout: TIMEOUT_MS }, (queue) => {
  let world: SlackWorld;
  let worker: LargesseProcess;

  beforeAll(async () => {
    // What is tried here is not speed: a busy machine must not fail it.
    world = await openSlackWorld({ queue, mode: 'http', slack: { limitMs: 15_000 } });
    const { id: organizationId, currency } = world.system.organization;
    const scope = { organizationId, departmentId: null, currency };
    await world.system.app.budget.setRules({ scope, rules: { postIn: 'here' }, actorId: null });
    world.slack.addChannel({ name: 'partners', hasBot: true, isExtShared: true });
    [, worker] = await Promise.all([world.run('web,chat'), world.run('worker')]);
  }, TIMEOUT_MS);
  afterAll(() => world?.close());

  async function give({ manager, friend }: Team, channel: string): Promise<void> {
    await world.slack.typeCommand({ user: manager, text: `/recognize @${friend} 5 for the launch`, channel });
  }

  function postsAbout(channel: string, { friend }: Team): string[] {
    const name = `Alice${friend.replace('alice', '')} Ito`;
    return world.slack
      .messagesIn(channel)
      .map(({ visible }) => visible)
      .filter((text) => text.includes(name));
  }

  async function statusOfPosts(): Promise<string[]> {
    const { rows } = await sql<{ status: string }>`select status from post order by created_at`.execute(
      world.system.db,
    );
    return rows.map(({ status }) => status);
  }

  it('stands there once when its sender is killed after Slack had it, and its giver hears that it may not', async () => {
    const team = await world.newTeam();
    const release = world.slack.hold('chat.postMessage');
    await give(team, 'launch');
    await until('held gift and post', () => postings(world) === 2);

    await worker.kill();
    release();
    await until('post', () => postsAbout('launch', team).length === 1);
    await letLeasesRunOut(world.system.db);
    await sql`update post set due_at = now() - interval '10 s' where status = 'sending'`.execute(
      world.system.db,
    );
    worker = await world.run('worker');
    await world.system.app.jobs.enqueueDue(dueJobs);

    await until('end of the post', async () => (await statusOfPosts()).join() === 'failed');
    await until('news for the giver', () => told(world, team).length === 1);
    expect(postsAbout('launch', team)).toHaveLength(1);
  });

  it('is nothing where another organization reads it, and its giver is told why', async () => {
    const team = await world.newTeam();

    await give(team, 'partners');

    const [news] = await until('news for the giver', () => {
      const seen = told(world, team);
      return seen.length > 0 && seen;
    });
    expect(news).toContain('people from another organization read it too');
    expect(postsAbout('partners', team)).toEqual([]);
    expect(await world.giftsTo(team.friend)).toHaveLength(1);
    expect(world.slack.violations).toEqual([]);
  });
});

function postings({ slack }: SlackWorld): number {
  return slack.calls.filter((call) => call === 'chat.postMessage').length;
}

/** What a giver was told of a post that does not stand there. */
function told({ slack }: SlackWorld, { manager }: Team): string[] {
  return slack
    .messagesTo(manager)
    .map(({ visible }) => visible)
    .filter((text) => text.includes('Nobody else reads of your gift'));
}
