import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { insertMailLink } from '#src/db/people/mail-link.ts';
import { must } from '#src/domain/kit/must.ts';
import { makeCompanyWithApprovers } from '#test/helpers/company-with-approvers.ts';
import { tamper } from '#test/db/queries/proof/tampered-ledgers.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { balanceOf } from '#test/helpers/reads.ts';
import { transactOn } from '#test/helpers/transact-on.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

async function start() {
  const { core } = await openOwnCore();
  return { ...core, company: await makeCompanyWithApprovers(core) };
}

function byHand(what: 'approval' | 'gift') {
  return { ok: false, refusal: { kind: 'changed-by-hand', what } };
}

describe('an approval that somebody changed in the database', () => {
  it.each([
    ['its amount', 'amount_minor = 15'],
    ['its requester', `requested_by = (select id from person where name = 'Mallory Quint')`],
    ['who may not decide it', `excluded = '{}'`],
    ['what it is about', 'subject_id = gen_random_uuid()'],
    ['its reason', `reason = 'other'`],
    ['how long it waits', `expires_at = expires_at + interval '1 year'`],
  ])('decides nothing: %s', async (_what, change) => {
    const { db, log, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    await tamper(db, `update approval set ${change}`);

    const decided = [await company.decide('ada', approvalId), await company.decide('ada', approvalId, 'no')];

    expect(decided).toEqual([byHand('approval'), byHand('approval')]);
    expect(log.lines).toContainEqual(
      expect.objectContaining({
        level: 'error',
        fields: expect.objectContaining({ table: 'approval', id: approvalId }),
      }),
    );
  });

  it('is not withdrawn, and does not expire, but is kept as a failed job', async () => {
    const { app, db, clock, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    await tamper(db, `update approval set amount_minor = 15`);

    const withdrawn = await app.approval.withdraw({ person: await company.person('morgan'), approvalId });
    clock.advance(400 * 86_400_000);

    expect(withdrawn).toEqual(byHand('approval'));
    await expect(app.approval.advance(approvalId)).rejects.toThrow(
      `approval ${approvalId} was made or changed past Largesse; see: largesse audit verify`,
    );
  });

  it('tops nothing up when nobody asked for it', async () => {
    const { db, company } = await start();
    const { id } = await company.department('Engineering');
    const { id: morgan } = await company.person('morgan');
    const approvalId = '00000000-0000-7000-8000-0000000000aa';
    await tamper(
      db,
      `insert into approval (organization_id, id, kind, subject_id, department_id, requested_by, amount_minor, currency, reason, status, requested_at, expires_at)
       values ('${company.organization.id}', '${approvalId}', 'funds', '${id}', '${id}', '${morgan}', 1000000, 'USD', 'more', 'open', '2026-11-16', '2027-01-01')`,
    );

    expect(await company.decide('finn', approvalId)).toEqual(byHand('approval'));
    expect(await company.left('Engineering')).toBe(50_000n);
  });

  it.each([
    ['is another’s', `recipient_id = (select id from person where name = 'Mallory Quint')`],
    ['is more', 'amount_minor = 20000'],
    ['is of another region', `region = 'DE'`],
  ])('gives nothing when its gift %s', async (_what, change) => {
    const { db, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    await tamper(db, `update gift set ${change}`);

    expect(await company.decide('ada', approvalId)).toEqual(byHand('gift'));
  });

  it('gives what was asked for when nobody changed anything', async () => {
    const { db, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');

    const decided = await company.decide('ada', approvalId);

    expect(decided.ok).toBe(true);
    expect((await verifyLedger(db)).checks.filter(({ ok }) => !ok)).toEqual([]);
  });
});

describe('a link to decide', () => {
  it('leads nowhere when somebody put it in the database', async () => {
    const { app, db, log, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    const { id: ada, organizationId } = await company.person('ada');
    const link = { organizationId, subjectId: approvalId, personId: ada };
    const made = await transactOn(db, (tx) => insertMailLink(tx, 'approval_link', link));
    await tamper(
      db,
      `insert into approval_link (organization_id, token_hash, approval_id, person_id, created_at)
       values ('${organizationId}', sha256('mine'), '${approvalId}', '${ada}', now())`,
    );

    expect(await app.approval.openLink(made)).toMatchObject({ approval: { id: approvalId } });
    expect(await app.approval.openLink('mine')).toBeUndefined();
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'error', fields: { ...link, table: 'approval_link' } }),
    );
  });

  it('leads nowhere when somebody made it another’s', async () => {
    const { app, db, company } = await start();
    const { approvalId } = await company.reserve('morgan', 'bob', '150');
    const { id: personId, organizationId } = await company.person('mallory');
    const made = await transactOn(db, (tx) =>
      insertMailLink(tx, 'approval_link', { organizationId, subjectId: approvalId, personId }),
    );
    await tamper(db, `update approval_link set person_id = (select id from person where name = 'Ada Stone')`);

    expect(await app.approval.openLink(made)).toBeUndefined();
  });
});

describe('a mail that asks for a decision', () => {
  async function askByMail(change?: string) {
    const { db, queue, company } = await start();
    const core = makeCore(db, { reachable: { platforms: [], mail: true, web: 'https://gifts.example.com' } });
    await company.reserve('morgan', 'bob', '150');
    if (change) await tamper(db, change);
    const leased = await core.app.message.leaseNotifications(queue.take('send-notification'));
    return [...leased.values()].flatMap((lease) => {
      return !(lease instanceof Error) && lease.kind === 'send' && lease.toSend.channel === 'email'
        ? [lease.toSend.link]
        : [];
    });
  }

  it('has a link to decide', async () => {
    const links = await askByMail();

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link).toMatch(/^https:\/\/gifts\.example\.com\/approvals\//u);
  });

  it('has none when it goes to an address that somebody changed in the database', async () => {
    const links = await askByMail(
      `update person set email = split_part(email, '@', 1) || '@evil.example' where email like 'a%' or email like 'b%'`,
    );

    expect(links.length).toBeGreaterThan(0);
    for (const link of links) expect(link).toBeUndefined();
  });
});

describe('a gift that somebody changed in the database', () => {
  const REDIRECTED = `update gift set recipient_id = (select id from person where name = 'Mallory Quint');
    update code set bound_to = (select id from person where name = 'Mallory Quint')`;

  it.each([
    ['its recipient', REDIRECTED],
    [
      'its recipient, also in the record',
      `${REDIRECTED}; update activity set subject_id = (select recipient_id from gift) where gift_id is not null`,
    ],
  ])('pays nobody: %s', async (_what, statement) => {
    const { app, db, company } = await start();
    const { gifts } = await company.give('morgan', 'bob', '20');
    const { giftId } = must(gifts[0], 'gift');
    await tamper(db, statement);
    const mallory = await company.person('mallory');

    const redeemed = await app.gift.redeem({ person: mallory, giftId });
    const byCode = await company.redeem('mallory', await company.codeOf(giftId, 'mallory'));

    expect([redeemed, byCode]).toEqual([byHand('gift'), byHand('gift')]);
    expect(await balanceOf({ app }, mallory)).toMatchObject({ wallets: [] });
  });

  it.each([
    ['its amount', 'update gift set amount_minor = 200000'],
    ['what was asked for', `update recognition set amount = '2000'`],
    ['its code', `update code set last_four = 'ZZZZ'`],
  ])('pays nothing: %s', async (_what, statement) => {
    const { app, db, company } = await start();
    const { gifts } = await company.give('morgan', 'bob', '20');
    await tamper(db, statement);

    const redeemed = await app.gift.redeem({
      person: await company.person('bob'),
      giftId: must(gifts[0], 'gift').giftId,
    });

    expect(redeemed).toEqual(byHand('gift'));
  });

  it('is redeemed as before when it is from before gifts were on record with their facts', async () => {
    const { app, db, company } = await start();
    const { gifts } = await company.give('morgan', 'bob', '20');
    await tamper(db, 'update activity set mac = null, facts = null; update change set mac = null');

    const redeemed = await app.gift.redeem({
      person: await company.person('bob'),
      giftId: must(gifts[0], 'gift').giftId,
    });

    expect(redeemed.ok).toBe(true);
    const { rows } = await sql<{
      count: number;
    }>`select count(*)::integer as count from gift where status = 'redeemed'`.execute(db);
    expect(rows).toEqual([{ count: 1 }]);
  });
});
