import { afterAll, describe, expect, it } from 'vitest';
import { dueJobs } from '#jobs/jobs.ts';
import { listFailedJobs } from '#src/db/jobs/failed-job.ts';
import type { SendOutcome } from '#src/ports/message.ts';
import { notify } from '#src/usecases/kit/notify.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { leaseNotification, recordNotification } from '#test/helpers/sendings.ts';
import { transact } from '#src/db/kit/transact.ts';

const database = await createTestDatabase();
afterAll(database.drop);

const SENT: SendOutcome = { status: 'sent', messageId: 'M1' };
const UNKNOWN: SendOutcome = { status: 'unknown', reason: 'the connection broke' };

function closed(reason: string): SendOutcome {
  return { status: 'closed', reason };
}

/** A notification that Dana's budget is nearly used up, which waits to be sent to Priya. */
async function start() {
  const core = makeCore(database.db);
  const company = await makeCompany(core);
  const priya = await company.person('priya');
  const money = { amountMinor: '20000', currency: 'USD' };

  /** Gives the ids that are to be sent. */
  async function write(): Promise<string[]> {
    const notification = {
      organizationId: company.organization.id,
      kind: 'budget.alert' as const,
      personId: priya.id,
      subjectId: priya.departmentId,
      detail: {
        department: 'Design',
        percent: 75,
        granted: money,
        left: money,
        until: '2026-12-01T00:00:00Z',
        timeZone: 'UTC',
      },
    };
    await transact(core, (tx) => notify(core, tx, [notification, notification]));
    return core.queue.take('send-notification');
  }
  const written = await write();
  const [id = ''] = written;

  async function lease() {
    const leased = await leaseNotification(core.app, id);
    if (leased.kind !== 'send') throw new Error(`nothing to send: ${JSON.stringify(leased)}`);
    return leased.toSend;
  }
  async function attempt(outcome: SendOutcome) {
    return recordNotification(core.app, await lease(), outcome);
  }
  async function row() {
    return core.db
      .selectFrom('notification')
      .select(['status', 'channel', 'attempts'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow();
  }
  return { core, company, id, written, write, lease, attempt, row };
}

describe('telling people what is no gift', () => {
  it('writes the same thing once, however often it is told', async () => {
    const { written, write } = await start();

    expect(written).toHaveLength(1);
    expect(await write()).toEqual([]);
  });

  it('goes by direct message, and is done once it is sent', async () => {
    const { core, company, id, lease, row } = await start();

    const toSend = await lease();
    const meanwhile = await leaseNotification(core.app, id);
    const step = await recordNotification(core.app, toSend, SENT);

    expect(toSend).toMatchObject({
      channel: 'dm',
      to: { platform: 'slack', workspaceId: company.workspaceId, userId: 'priya' },
      content: { kind: 'budget.alert', detail: { department: 'Design', percent: 75 } },
    });
    expect(meanwhile).toEqual({ kind: 'nothing' });
    expect(step).toEqual({ kind: 'done' });
    expect(await row()).toEqual({ status: 'sent', channel: 'dm', attempts: 0 });
    expect(await leaseNotification(core.app, id)).toEqual({ kind: 'nothing' });
  });

  it('goes by mail once the direct messages are closed, and fails when no channel is left', async () => {
    const { core, company, id, attempt, lease, row } = await start();

    const step = await attempt(closed('cannot_dm_bot'));
    const toSend = await lease();
    await recordNotification(core.app, toSend, closed('no such mailbox'));
    const end = await leaseNotification(core.app, id);

    expect(step).toEqual({ kind: 'again', afterMs: 0 });
    expect(toSend).toMatchObject({ channel: 'email', to: { email: 'priya@example.com' } });
    expect(end).toEqual({
      kind: 'fail',
      reason: 'no way left to reach Priya Nair; dm slack:priya: cannot_dm_bot; email: no such mailbox',
    });
    expect((await row()).status).toBe('failed');

    await core.app.jobs.keepFailed({
      job: 'send-notification',
      due: 'notifications',
      subjectId: id,
      reason: 'no way',
    });
    expect(await listFailedJobs(core.db, company.organization.id)).toMatchObject([{ subjectId: id }]);
    await core.app.jobs.retryFailed({ organizationId: company.organization.id });
    expect(core.queue.take('send-notification')).toEqual([id]);
    expect(await lease()).toMatchObject({ channel: 'dm' });
  });

  it('is enqueued again when that was lost, and waits longer after each lost answer', async () => {
    const { core, id, attempt, row } = await start();

    core.clock.advance(5_000);
    await core.app.jobs.enqueueDue(dueJobs);
    const first = await attempt(UNKNOWN);
    core.clock.advance(60_000);
    const second = await attempt(UNKNOWN);

    expect(core.queue.take('send-notification')).toContain(id);
    expect([first, second]).toEqual([
      { kind: 'again', afterMs: 5_000 },
      { kind: 'again', afterMs: 10_000 },
    ]);
    expect(await row()).toEqual({ status: 'unknown', channel: 'dm', attempts: 2 });
  });
});
