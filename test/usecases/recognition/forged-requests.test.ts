import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { NO_RULES } from '#src/domain/budget/giving-rules.ts';
import { createKeyRing, newKey } from '#src/kit/key-ring.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';
import { operatorOf, stateOfRecognition } from '#test/helpers/reads.ts';
import { TEST_KEY } from '#test/helpers/test-keys.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { tamper } from '#test/db/queries/proof/tampered-ledgers.ts';

const TAKEN_IN = 'every request was taken in by Largesse as it is';
const ENDED = 'no request that had ended goes on';
const UNSIGNED = { kind: 'unsigned-request' };

async function startCompany() {
  const { core } = await openOwnCore();
  return { ...core, company: await makeCompany(core) };
}

async function brokenIn(db: Db, rule: string): Promise<string[]> {
  const { checks } = await verifyLedger(db);
  return must(
    checks.find(({ name }) => name === rule),
    rule,
  ).broken;
}

const FORGED = '00000000-0000-7000-8000-0000000000aa';

function copyOf(id: string, mac: string): string {
  return `insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, currency, message, confirmed_at,
                                   answer_status, answer_due_at, created_at, key_id, mac)
          select organization_id, '${FORGED}', source, 'forged', 'queued', giver, recipients, '90', currency, message, confirmed_at,
                 answer_status, answer_due_at, created_at, key_id, ${mac} from recognition where id = '${id}'`;
}

describe('a request that waits to be decided', () => {
  it('gives nothing when somebody put it in past Largesse, and the books name it for ever', async () => {
    const { db, app, company, log } = await startCompany();
    const { id } = await company.ask('morgan', 'alice', '25');
    await tamper(db, copyOf(id, 'mac'));

    const before = await brokenIn(db, TAKEN_IN);
    await app.recognition.issue([id, FORGED]);

    expect(before).toEqual([`request ${FORGED}, which asks for 90`]);
    const [asked, forged] = [
      await stateOfRecognition({ app, db }, id),
      await stateOfRecognition({ app, db }, FORGED),
    ];
    expect(asked.gifts).toHaveLength(1);
    expect(forged).toMatchObject({
      recognition: { status: 'refused', refusal: UNSIGNED, giverId: null },
      gifts: [],
    });
    expect(await company.left('Engineering')).toBe(47_500n);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: { count: 1, recognitionIds: [FORGED] } }),
    );
    expect(await brokenIn(db, TAKEN_IN)).toEqual([
      expect.stringContaining(`request ${FORGED}, which was refused for it on 2026-11-16`),
    ]);
  });

  it('is refused by the database when it has no signature, as older processes write it', async () => {
    const { db, company } = await startCompany();
    const { id } = await company.ask('morgan', 'alice', '25');

    await expect(sql.raw(copyOf(id, 'null')).execute(db)).rejects.toThrow(
      'This process is older than its database',
    );
  });

  it('cannot be changed without a new signature, as older processes do it', async () => {
    const { db, company } = await startCompany();
    const { id } = await company.ask('morgan', 'alice', '25');

    const changed = sql`update recognition set recipients = '[]' where id = ${id}`.execute(db);

    await expect(changed).rejects.toThrow('This process is older than its database');
  });

  it.each([
    ['its amount', `amount = '250'`],
    ['its currency', `currency = 'EUR'`],
    ['its recipients', `recipients = jsonb_build_array(giver)`],
    ['its giver', `giver = recipients -> 0`],
    [
      'whose budget pays',
      `paying_department_id = (select id from department where name = 'Design' and organization_id = r.organization_id)`,
    ],
    ['its message', `message = 'for the party'`],
    ['its occasion', `occasion = 'party'`],
    ['that its giver meant it', `confirmed_at = null`],
    ['when it was taken in', `created_at = created_at - interval '1 day'`],
    ['where it came from', `source = 'api'`],
    ['its id there', `request_id = 'again'`],
    ['its signature', `mac = sha256('mac')`],
    ['its signature, which is gone', `mac = null`],
  ])('gives nothing when somebody changed %s', async (_what, change) => {
    const { db, app, company } = await startCompany();
    const { id } = await company.ask('morgan', 'alice', '25');
    await tamper(db, `update recognition r set ${change} where id = '${id}'`);

    await app.recognition.issue([id]);

    expect(await stateOfRecognition({ app, db }, id)).toMatchObject({
      recognition: { refusal: UNSIGNED },
      gifts: [],
    });
  });

  it('is not blessed by the look-up of its people', async () => {
    const { db, app, company, groups } = await startCompany();
    const group = {
      by: 'group' as const,
      platform: 'slack',
      workspaceId: company.workspaceId,
      groupId: 'S1',
      name: 'team',
    };
    groups.set('S1', [{ userId: 'alice' }]);
    const { id } = await company.ask('morgan', 'alice', '25', { recipients: [group] });
    await tamper(db, `update recognition set amount = '250' where id = '${id}'`);

    await app.people.identifyMany([id]);
    await app.recognition.issue([id]);

    expect(await stateOfRecognition({ app, db }, id)).toMatchObject({
      recognition: { refusal: UNSIGNED },
      gifts: [],
    });
  });

  it('gives what was asked for once its people were looked up', async () => {
    const { db, app, company, groups } = await startCompany();
    const group = {
      by: 'group' as const,
      platform: 'slack',
      workspaceId: company.workspaceId,
      groupId: 'S1',
      name: 'team',
    };
    groups.set('S1', [{ userId: 'alice' }, { userId: 'bob' }]);
    const { id } = await company.ask('morgan', 'alice', '25', { recipients: [group] });

    await app.people.identifyMany([id]);
    const waiting = await brokenIn(db, TAKEN_IN);
    await app.recognition.issue([id]);

    expect(waiting).toEqual([]);
    expect((await stateOfRecognition({ app, db }, id)).gifts).toHaveLength(2);
    expect((await verifyLedger(db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('waits for a process that has the key it was signed with', async () => {
    const { db, app, company, ...core } = await startCompany();
    const older = makeCore(db, { keys: createKeyRing([newKey(), TEST_KEY]) });
    const { recognition } = await older.app.recognition.request({
      organizationId: company.organization.id,
      source: 'slack',
      requestId: 'newer',
      giver: company.ref('morgan'),
      recipients: [company.ref('alice')],
      amount: { amount: '25' },
      message: '',
      isConfirmed: true,
      channelId: null,
      replyTo: null,
    });

    const { faults } = await app.recognition.issue([recognition.id]);
    const left = await stateOfRecognition({ app, db }, recognition.id);
    await older.app.recognition.issue([recognition.id]);

    expect(faults.get(recognition.id)?.message).toContain('which is not in the key ring');
    expect(left.recognition.status).toBe('queued');
    expect((await stateOfRecognition({ app, db }, recognition.id)).gifts).toHaveLength(1);
    expect(core.log.lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('a request whose giver is asked whether they mean it', () => {
  async function askTwice() {
    const started = await startCompany();
    const { company, app } = started;
    const { id: organizationId, currency } = company.organization;
    await app.budget.setRules({
      scope: { organizationId, departmentId: null, currency },
      rules: { ...NO_RULES },
      actorId: null,
    });
    await company.give('morgan', 'alice', '25');
    const { id } = await company.give('morgan', 'alice', '25', { isConfirmed: false });
    const giver = await company.person('morgan');
    function confirm() {
      return app.recognition.confirm({ organizationId, recognitionId: id, giverId: giver.id, replyTo: null });
    }
    return { ...started, id, giver, confirm };
  }

  it('is given as it was asked for, once they do', async () => {
    const { app, db, id, confirm } = await askTwice();

    await confirm();
    await app.recognition.issue([id]);

    expect((await stateOfRecognition({ app, db }, id)).gifts).toHaveLength(1);
    expect((await verifyLedger(db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('gives nothing when somebody changed it meanwhile', async () => {
    const { app, db, id, confirm } = await askTwice();
    await tamper(db, `update recognition set amount = '250' where id = '${id}'`);

    const before = await brokenIn(db, TAKEN_IN);
    await confirm();
    await app.recognition.issue([id]);

    expect(before).toEqual([`request ${id}, which asks for 250`]);
    expect(await stateOfRecognition({ app, db }, id)).toMatchObject({
      recognition: { refusal: UNSIGNED },
      gifts: [],
    });
  });

  it('gives nothing when somebody says so for them, past Largesse', async () => {
    const { app, db, id } = await askTwice();
    await tamper(
      db,
      `update recognition set status = 'queued', decided_at = null, confirmed_at = now() where id = '${id}'`,
    );

    await app.recognition.issue([id]);

    expect(await stateOfRecognition({ app, db }, id)).toMatchObject({
      recognition: { refusal: UNSIGNED },
      gifts: [],
    });
  });

  it('gives nothing when they said no, and somebody has it decided again', async () => {
    const { app, db, company, id, giver } = await askTwice();
    const { id: organizationId } = company.organization;
    await app.recognition.cancel({ organizationId, recognitionId: id, giverId: giver.id });
    await tamper(db, `update recognition set status = 'queued', decided_at = null where id = '${id}'`);

    const before = await brokenIn(db, ENDED);
    await app.recognition.issue([id]);

    expect(before).toEqual([`request ${id} had been cancelled, should not be queued`]);
    expect(await stateOfRecognition({ app, db }, id)).toMatchObject({
      recognition: { refusal: UNSIGNED },
      gifts: [],
    });
  });

  it('gives nothing when it was left alone, and somebody has it decided again', async () => {
    const { app, db, clock, id } = await askTwice();
    clock.advance(3 * 3_600_000);
    await app.jobs.enqueueDue([]);
    await tamper(db, `update recognition set status = 'queued', decided_at = null where id = '${id}'`);

    await app.recognition.issue([id]);

    expect(await stateOfRecognition({ app, db }, id)).toMatchObject({
      recognition: { refusal: UNSIGNED },
      gifts: [],
    });
  });
});

describe('a request that was refused', () => {
  it('gives nothing when somebody has it decided again', async () => {
    const { app, db, company } = await startCompany();
    const { id, refusal } = await company.give('morgan', 'alice', '600');
    await company.setBudget('Engineering', 100_000n);
    expect(await brokenIn(db, TAKEN_IN)).toEqual([]);
    await tamper(
      db,
      `update recognition set status = 'queued', refusal = null, decided_at = null where id = '${id}'`,
    );

    const taken = await brokenIn(db, TAKEN_IN);
    const before = await brokenIn(db, ENDED);
    await app.recognition.issue([id]);

    expect(refusal?.kind).toBe('over-budget');
    expect(taken).toEqual([`request ${id}, which asks for 600, and had ended`]);
    expect(before).toEqual([`request ${id} had been refused, should not be queued`]);
    expect(await stateOfRecognition({ app, db }, id)).toMatchObject({
      recognition: { refusal: UNSIGNED },
      gifts: [],
    });
  });

  it('is on record with why', async () => {
    const { app, company } = await startCompany();
    const { id } = await company.give('morgan', 'alice', '600');

    const operator = operatorOf(company.organization.id);
    const [ended] = await app.queries.ledger.listActivities(operator, {
      kind: 'recognition.ended',
      limit: 5,
    });

    expect(ended).toMatchObject({ detail: { recognitionId: id, how: 'refused', refusal: 'over-budget' } });
    expect(ended?.doer).toBe('Morgan Reyes');
  });
});
