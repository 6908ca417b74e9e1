import ExcelJS from 'exceljs';
import { afterAll, describe, expect, it } from 'vitest';
import { createSmtpMailer } from '#adapters/mail/smtp/mailer.ts';
import type { JobDeps } from '#jobs/job-deps.ts';
import { mailSpendJob } from '#jobs/mail-spend.ts';
import { createRunner } from '#jobs/run-job.ts';
import { sendNotificationJob } from '#jobs/send-notification.ts';
import { must } from '#src/domain/kit/must.ts';
import type { SpendMailing } from '#src/domain/report/spend-mailing.ts';
import { writeSpendFile } from '#src/web/pages/spend/write-spend-file.ts';
import { createWords } from '#src/words/words.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { silentLog } from '#test/helpers/silent-log.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { startSmtpServer } from '#test/servers/smtp.ts';

const database = await createTestDatabase();
afterAll(database.drop);
const server = await startSmtpServer();
const mailer = createSmtpMailer({ url: server.url, from: 'Gifts <gifts@example.com>' }, { log: silentLog });
afterAll(async () => {
  await mailer.stop();
  await server.stop();
});
const words = createWords();

type Options = { userId?: string; mailing?: SpendMailing; mostBytes?: number };

/** A company that gave in December; somebody gets each month by mail, and it is the first of January at eight. */
async function january({
  userId = 'priya',
  mailing = { by: 'department', format: 'csv' },
  mostBytes,
}: Options = {}) {
  const reachable = { platforms: ['slack'], mail: true, web: 'https://gifts.example.com' };
  const core = makeCore(database.db, { reachable });
  const { app, clock } = core;
  clock.set('2026-12-10T10:00:00Z');
  const company = await makeCompany(core);
  await company.give('morgan', 'alice', '25');
  const actor = await company.person(userId);
  const said = await app.report.setSpendMailing({ actor, personId: actor.id, mailing });
  clock.set('2027-01-01T08:00:00Z');
  const deps: JobDeps = {
    ...(core as unknown as JobDeps),
    mailer,
    words,
    platforms: new Map(),
    writeSpend: (reader, asked) => writeSpendFile({ app, words }, reader, asked, mostBytes),
  };
  const send = createRunner(sendNotificationJob, deps, silentLog);

  /** Does what is due, and gives the mails to this person that came of it. */
  async function mailsNow() {
    if (!('run' in mailSpendJob)) throw new Error('it runs an id at a time');
    const before = server.mails.length;
    await mailSpendJob.run(deps, 'all');
    // Other companies in this database have their own.
    const written = await core.db
      .selectFrom('notification')
      .select('id')
      .where('organization_id', '=', company.organization.id)
      .where('kind', '=', 'report.spend')
      .where('status', '=', 'due')
      .execute();
    for (const { id } of written) await send({ id, faults: 0, crashes: 0 });
    return server.mails.slice(before);
  }
  function kinds() {
    return core.db
      .selectFrom('activity')
      .select('kind')
      .where('organization_id', '=', company.organization.id)
      .where('kind', 'in', ['spend-mailing.set', 'spend-mailing.ended'])
      .orderBy('number')
      .execute();
  }
  return { core, company, actor, said, mailsNow, kinds };
}

describe('the spend of a month by mail', () => {
  it('comes once, on the first morning, to the address of whoever asked, as the page shows it', async () => {
    const { core, actor, mailsNow, kinds } = await january();
    core.clock.set('2027-01-01T07:59:00Z');
    const early = await mailsNow();
    core.clock.set('2027-01-01T08:00:00Z');
    const [mail, ...others] = [...(await mailsNow()), ...(await mailsNow())];

    const [file] = must(mail, 'mail').attachments;
    const lines = must(file, 'file').content.toString().split('\r\n');
    expect([early.length, others.length]).toEqual([0, 0]);
    expect(mail?.envelope.to).toEqual([actor.email]);
    expect(mail?.subject).toBe('Spend in December 2026');
    expect(mail?.text).toContain(
      'https://gifts.example.com/spend?by=department&from=2026-12-01&to=2026-12-31',
    );
    expect(file?.filename).toBe('spend-by-department-2026-12-01-2026-12-31.csv');
    expect(lines[0]).toContain('Department,Currency,Gifts');
    expect(lines[1]).toContain('Engineering,USD,1,25.00,25.00');
    expect((await kinds()).map(({ kind }) => kind)).toEqual(['spend-mailing.set']);
    expect((await verifyLedger(core.db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('is a workbook where they want one, and comes again the next month', async () => {
    const { core, mailsNow } = await january({ mailing: { by: 'month', format: 'xlsx' } });
    const [first] = await mailsNow();
    core.clock.set('2027-02-02T03:00:00Z');
    const [second] = await mailsNow();

    const workbook = new ExcelJS.Workbook();
    const content = must(first?.attachments[0], 'file').content;
    await workbook.xlsx.load(content as unknown as ArrayBuffer);
    expect(workbook.worksheets[0]?.getCell('A1').value).toBe('Month');
    expect(second?.attachments[0]?.filename).toBe('spend-by-month-2027-01-01-2027-01-31.xlsx');
  });

  it('holds for a manager what their own department gave, and nothing else', async () => {
    const { mailsNow } = await january({ userId: 'dana' });
    const [mail] = await mailsNow();

    expect(mail?.attachments[0]?.content.toString()).not.toContain('Engineering');
  });

  it('is a link to the page where the file is too large for mail', async () => {
    const { mailsNow } = await january({ mostBytes: 50 });
    const [mail] = await mailsNow();

    expect(mail?.attachments).toEqual([]);
    expect(mail?.text).toContain('The file is too large for mail. Get it on the page.');
    expect(mail?.text).toContain('https://gifts.example.com/spend?');
  });

  it('ends for who left, for who may see spend no longer, and for who stops it, and that is on record', async () => {
    for (const end of ['left', 'lost', 'stopped'] as const) {
      const { core, company, actor, mailsNow, kinds } = await january({ userId: 'priya' });
      const { organization } = company;
      if (end === 'left') {
        await core.app.people.deactivate(organization, { personId: actor.id, actorId: null });
      } else if (end === 'lost') {
        const patch = { role: 'employee' } as const;
        await core.app.people.change(organization, { personId: actor.id, patch, actorId: null });
      } else {
        await core.app.report.setSpendMailing({ actor, personId: actor.id, mailing: undefined });
      }

      const mails = await mailsNow();

      expect([end, mails.length]).toEqual([end, 0]);
      expect((await kinds()).map(({ kind }) => kind)).toEqual(['spend-mailing.set', 'spend-mailing.ended']);
    }
  });

  it('does not go out to who stopped it after it was written', async () => {
    const { core, actor, mailsNow } = await january();
    const { app } = core;
    for (const due of await app.report.findDueMailings()) await app.report.mailSpend(due);
    await app.report.setSpendMailing({ actor, personId: actor.id, mailing: undefined });

    expect(await mailsNow()).toEqual([]);
  });

  it('is for colleagues who see spend, each for themselves', async () => {
    const { core, company, said } = await january({ userId: 'alice' });
    const [dana, priya] = [await company.person('dana'), await company.person('priya')];
    const mailing = { by: 'month', format: 'csv' } as const;
    const another = await core.app.report.setSpendMailing({ actor: dana, personId: priya.id, mailing });

    expect(said).toMatchObject({ refusal: { kind: 'no-spend-mailing', name: 'Alice Ito' } });
    expect(another).toMatchObject({ refusal: { kind: 'not-allowed' } });
  });
});
