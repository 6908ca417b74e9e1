import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listFailedJobs } from '#src/db/jobs/failed-job.ts';
import { findBreaches, untilSettled } from '#test/helpers/audit.ts';
import { runCommand } from '#test/helpers/run-largesse.ts';
import { until } from '#test/helpers/until.ts';
import { type SmtpServer, startSmtpServer } from '#test/servers/smtp.ts';
import { QUEUES } from './open-system.ts';
import { codeIn, openSlackWorld, type SlackWorld, type Team } from './slack-world.ts';

describe.each(QUEUES)('gifts by mail, queue in %s', { timeout: 120_000 }, (queue) => {
  let world: SlackWorld;
  let mail: SmtpServer;

  beforeAll(async () => {
    mail = await startSmtpServer();
    const env = { SMTP_URL: mail.url, MAIL_FROM: 'Largesse <gifts@acme.example>' };
    world = await openSlackWorld({ queue, mode: 'http', env, slack: { limitMs: 15_000 } });
    await world.run('all');
  }, 120_000);

  afterAll(async () => {
    await world?.close();
    await mail?.stop();
  });

  function mailsTo({ friend }: Team) {
    return mail.mails.filter(({ envelope }) => envelope.to.includes(`${friend}@acme.example`));
  }

  function untilDelivery(status: 'due' | 'unknown' | 'failed') {
    return until(`delivery that is ${status}`, async () => {
      const found = await world.system.db
        .selectFrom('delivery')
        .select('gift_id')
        .where('status', '=', status)
        .where('last_error', 'is not', null)
        .executeTakeFirst();
      return found?.gift_id;
    });
  }

  it('brings the code to who prefers mail, with words and no code in the subject', async () => {
    const team = await world.newTeam({ prefers: 'email' });

    await world.ask(team.manager, `/recognize @${team.friend} 25 for the <b>launch</b> & more`);
    const sent = await until('mail', () => mailsTo(team)[0]);

    const code = codeIn(sent.text ?? '') ?? '';
    expect(sent.envelope.from).toBe('gifts@acme.example');
    expect(sent.subject).toMatch(/thanks you with \$25\.00/u);
    expect(sent.subject).not.toContain(code);
    expect(sent.text).toContain('the <b>launch</b> & more');
    expect(sent.html).not.toContain('<b>launch</b>');
    expect(sent.html).toContain(code);
    expect(world.slack.messagesTo(team.friend)).toEqual([]);
    expect(await world.type(team.friend, `/redeem ${code}`)).toContain('$25.00 added');
  });

  it('sends again what the server put off, once', async () => {
    const team = await world.newTeam({ prefers: 'email' });
    mail.obey('defer-recipient');
    await world.ask(team.manager, `/recognize @${team.friend} 5`);
    await untilDelivery('due');

    mail.obey('accept');
    await world.system.passTime();
    await untilSettled(world.system.db);

    expect(mailsTo(team)).toHaveLength(1);
  });

  it('sends the same mail again when the server’s answer was lost', async () => {
    const team = await world.newTeam({ prefers: 'email' });
    mail.obey('drop-after-mail');
    await world.ask(team.manager, `/recognize @${team.friend} 6`);
    await untilDelivery('unknown');

    mail.obey('accept');
    await untilSettled(world.system.db);

    const [first, second] = mailsTo(team);
    expect(mailsTo(team)).toHaveLength(2);
    expect(second?.messageId).toBe(first?.messageId);
    expect(codeIn(second?.text ?? '')).toBe(codeIn(first?.text ?? ''));
  });

  it('shows what no way takes, and sends it once that is mended', async () => {
    const team = await world.newTeam({ prefers: 'email' });
    mail.obey('refuse-sender');
    world.slack.fail('chat.postMessage', { kind: 'error', error: 'not_in_channel' }, 2);
    await world.ask(team.manager, `/recognize @${team.friend} 7`);
    const giftId = await untilDelivery('failed');
    const failedJobs = await until('failed job', async () => {
      const { out } = await runCommand(['jobs', 'failed', '--json'], world.system.env);
      const rows = JSON.parse(out) as { job: string; subjectId: string; reason: string }[];
      return rows[0] && rows;
    });
    expect(failedJobs).toHaveLength(1);
    expect(failedJobs[0]).toMatchObject({ job: 'deliver-gift', subjectId: giftId });
    expect(failedJobs[0]?.reason).toMatch(/Sender not allowed[\s\S]*MAIL_FROM/u);

    mail.obey('accept');
    const retried = await runCommand(['jobs', 'retry', giftId], world.system.env);

    expect(retried).toMatchObject({ code: 0 });
    const sent = await until('mail', () => mailsTo(team)[0]);
    expect(await world.type(team.friend, `/redeem ${codeIn(sent.text ?? '')}`)).toContain('$7.00 added');
    expect(await listFailedJobs(world.system.db, world.system.organization.id)).toEqual([]);
  });

  it('leaves nothing undone', async () => {
    await untilSettled(world.system.db);

    expect(await findBreaches(world.system.db)).toEqual([]);
  });
});
