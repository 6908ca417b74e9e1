import { sql } from 'kysely';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Tx } from '#src/db/kit/schema.ts';
import { transact } from '#src/db/kit/transact.ts';
import { saveIdentities } from '#src/db/people/identity.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { PROPOSAL_RULES } from '#src/db/queries/proof/proposal-rules.ts';
import { must } from '#src/domain/kit/must.ts';
import { MINUTE_MS } from '#src/domain/kit/time.ts';
import { refused } from '#src/domain/outcome.ts';
import type { Person } from '#src/domain/people/person.ts';
import { valueOf } from '#test/helpers/checkouts.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { createTestDatabase } from '#test/helpers/database.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { operatorOf } from '#test/helpers/reads.ts';
import { listBroken } from '#test/helpers/verify-ledger.ts';

const database = await createTestDatabase();
const core = makeCore(database.db);
const { app, clock } = core;
afterEach(async () => {
  const broken = await listBroken(core.db, core.keys);
  if (broken.length > 0) throw new Error(`the books do not hold: ${broken.join('\n')}`);
});
afterAll(database.drop);

let company: Awaited<ReturnType<typeof makeCompany>>;
let organizationId: string;
let ada: Person;
let grace: Person;
let morgan: Person;
/** Ada and Grace are admins, Morgan is a manager, and a second person is needed. */
beforeEach(async () => {
  company = await makeCompany(core);
  organizationId = company.organization.id;
  await app.people.import(company.organization, [
    personRow('Ada Stone', 'People', 'admin'),
    personRow('Grace Hu', 'People', 'admin'),
  ]);
  [ada, grace, morgan] = [
    await company.person('ada'),
    await company.person('grace'),
    await company.person('morgan'),
  ];
  await app.budget.setSecondPerson({ organizationId, currency: 'USD', amountMinor: 100_000n, actorId: null });
});

const ACCOUNT = { platform: 'slack', userId: 'U0NEW' };

function waits(what: 'account' | 'merge' | 'role') {
  return { ok: false, refusal: { kind: 'second-person-for-right', what, alone: 'no' } };
}

function link(person: Person, actor: Parameters<typeof app.people.linkIdentity>[0] = ada, userId = 'U0NEW') {
  return app.people.linkIdentity(actor, { ...ACCOUNT, userId, personId: person.id });
}

function waiting() {
  return app.queries.budget.listProposals(operatorOf(organizationId), { now: clock.now() });
}

async function confirm(by: Person | null) {
  const { id } = must((await waiting()).at(-1), 'proposal');
  return app.budget.confirmProposal({ organizationId, proposalId: id, deciderId: by?.id ?? null });
}

async function ownerOf(userId = 'U0NEW'): Promise<string | undefined> {
  const owner = await app.queries.people.findAccountOwner(operatorOf(organizationId), {
    ...ACCOUNT,
    userId,
  });
  return owner?.id;
}

async function lastOf(person: Person) {
  const [last] = await app.queries.ledger.listActivities(operatorOf(organizationId), {
    personId: person.id,
    limit: 1,
  });
  return last;
}

describe('an account of somebody with a role', () => {
  it('is linked once another admin has confirmed it, and the record names both', async () => {
    const asked = await link(morgan);
    const again = await link(morgan);
    const between = await ownerOf();
    const own = await confirm(ada);
    const confirmed = await confirm(grace);

    expect([asked, again]).toMatchObject([waits('account'), waits('account')]);
    expect(between).toBeUndefined();
    expect(own).toMatchObject({ refusal: { kind: 'own-proposal' } });
    expect(confirmed).toMatchObject({ ok: true });
    expect(await ownerOf()).toBe(morgan.id);
    expect(await lastOf(morgan)).toMatchObject({
      kind: 'identity.linked',
      doer: 'Ada Stone',
      detail: { userId: 'U0NEW', confirmedBy: grace.id },
    });
    expect(await waiting()).toEqual([]);
  });

  it('that an address alone linked gets the rights of the role only on two words', async () => {
    const user = { platform: 'slack', workspaceId: company.workspaceId, userId: 'U0MORGAN2' };
    core.directory.set('U0MORGAN2', {
      name: 'Morgan Reyes',
      email: 'morgan@example.com',
      isBot: false,
      isDeactivated: false,
    });
    await app.people.identify(organizationId, user);
    const [pending] = await app.queries.people.listPendingIdentities(operatorOf(organizationId));

    const asked = await app.people.confirmIdentity(ada, must(pending, 'account that waits').number);

    expect(asked).toMatchObject(waits('account'));
    expect(await ownerOf('U0MORGAN2')).toBeUndefined();
    expect(await confirm(grace)).toMatchObject({ ok: true });
    expect(await ownerOf('U0MORGAN2')).toBe(morgan.id);
    expect(await app.queries.people.listPendingIdentities(operatorOf(organizationId))).toEqual([]);
  });

  it('waits when a file of HR’s names it, and its address too', async () => {
    const { organization } = company;
    const row = { ...personRow('Morgan Reyes', 'Engineering', 'manager'), region: 'DE', chatIds: [ACCOUNT] };
    const { waiting: why } = await app.people.import(organization, [row]);
    const changed = await app.people.change(organization, {
      personId: morgan.id,
      patch: { email: 'mallory@evil.example', name: 'Morgan Reyes-Hill' },
      by: ada,
    });
    const between = await company.person('morgan');

    expect(why).toMatchObject([waits('account').refusal]);
    expect(changed).toMatchObject(waits('account'));
    expect(between).toMatchObject({ region: 'DE', name: 'Morgan Reyes-Hill', email: 'morgan@example.com' });
    expect(await confirm(grace)).toMatchObject({ ok: true });
    const people = await app.queries.people.list(operatorOf(organizationId));
    expect(people.find(({ id }) => id === morgan.id)?.email).toBe('mallory@evil.example');
    expect(await confirm(grace)).toMatchObject({ ok: true });
    expect(await ownerOf()).toBe(morgan.id);
  });

  it('is nothing that the file that people are read from every day may bring: that row waits for an admin', async () => {
    await app.people.change(company.organization, {
      personId: morgan.id,
      patch: { employeeNumber: 'E7' },
      by: ada,
    });
    const csv = 'employee_number,email,region,slack_id\nE7,morgan@evil.example,FR,U0NEW\n';
    function read() {
      return Promise.resolve({ ok: true as const, bytes: Buffer.from(csv) });
    }
    const source = { place: 'people.csv', at: '05:00', leavers: false, read };
    const report = await app.people.sync(organizationId, { source, actorId: null });

    expect(report?.detail.bad.map(({ kind }) => kind)).toEqual(['off-limits']);
    expect((await company.person('morgan')).email).toBe('morgan@example.com');
    expect([await ownerOf(), await waiting()]).toEqual([undefined, []]);
  });

  it('is linked at once to an employee, and spelled otherwise an address is the same', async () => {
    const { organization } = company;

    expect(await link(await company.person('alice'))).toMatchObject({ ok: true });
    const patch = { email: 'MORGAN@example.com' };
    expect(await app.people.change(organization, { personId: morgan.id, patch, by: ada })).toMatchObject({
      ok: true,
    });
  });

  it('is an admin’s own like anybody’s, but not theirs to confirm', async () => {
    const alone = { refusal: { kind: 'second-person-for-right', alone: 'yes' } };
    expect(await link(grace)).toMatchObject(alone);
    expect(await confirm(grace)).toMatchObject({ refusal: { kind: 'own-budget' } });
    expect(await confirm(null)).toMatchObject({ ok: true });
    expect(await link(ada, ada, 'U0ADA2')).toMatchObject(waits('account'));
    expect(await confirm(grace)).toMatchObject({ ok: true });
    expect(await ownerOf('U0ADA2')).toBe(ada.id);
  });

  it('is not linked any more where their rights have changed since', async () => {
    await link(morgan);
    await app.people.change(company.organization, {
      personId: morgan.id,
      patch: { role: 'employee' },
      by: ada,
    });

    expect(await confirm(grace)).toMatchObject({ refusal: { kind: 'proposal-outdated' } });
    expect(await ownerOf()).toBeUndefined();
  });

  it('is forgotten with them: neither the proposal nor the record says which it was', async () => {
    await link(morgan);
    valueOf(
      await app.people.erase(company.organization, {
        personId: morgan.id,
        by: ada,
      }),
    );

    const here = ['organization_id', '=', organizationId] as const;
    const rows = await core.db
      .selectFrom('proposal')
      .select('reason')
      .where(...here)
      .execute();
    const details = await core.db
      .selectFrom('activity')
      .select('detail')
      .where(...here)
      .execute();
    expect(JSON.stringify([rows, details])).not.toContain('U0NEW');
  });
});

describe('an address of somebody with a role', () => {
  const MOVED = 'morgan@moved.example';

  function move(email: string | null, by: Person = ada) {
    return app.people.change(company.organization, {
      personId: morgan.id,
      patch: { email, employeeNumber: 'E7' },
      by,
    });
  }

  function marked() {
    return core.db
      .selectFrom('activity')
      .select('detail')
      .where('organization_id', '=', organizationId)
      .where('subject_id', '=', morgan.id)
      .where(sql<string>`detail ->> 'newAddress'`, '=', 'true')
      .execute();
  }

  beforeEach(() => clock.advance(2 * MINUTE_MS));

  it('is another one on two words, as the record says, also when they have left and are erased', async () => {
    expect(await move(MOVED)).toMatchObject(waits('account'));
    expect(await confirm(grace)).toMatchObject({ ok: true });
    await app.people.deactivate(company.organization, { personId: morgan.id, by: ada });
    expect(await move('gone@example.com')).toMatchObject(waits('account'));
    expect(await confirm(grace)).toMatchObject({ ok: true });
    valueOf(await app.people.erase(company.organization, { personId: morgan.id, by: ada }));

    expect(await marked()).toHaveLength(2);
    expect(await listBroken(core.db, core.keys)).toEqual([]);
  });

  it('is the same one spelled otherwise, none at all, or theirs before they had the role, on one word', async () => {
    expect(await move('MORGAN@example.com')).toMatchObject({ ok: true });
    expect(await move(null)).toMatchObject({ ok: true });
    const alice = await company.person('alice');
    const patch = { email: 'alice@moved.example', role: 'approver' as const };
    const request = { personId: alice.id, patch, by: ada };
    expect(await app.people.change(company.organization, request)).toMatchObject(waits('role'));
    expect(await confirm(grace)).toMatchObject({ ok: true });

    expect(await marked()).toEqual([]);
    expect(await listBroken(core.db, core.keys)).toEqual([]);
  });

  it('comes by a file on two words, and the directory may not bring it', async () => {
    const { organization } = company;
    await move('morgan@example.com');
    const row = {
      ...personRow('Morgan Reyes', 'Engineering', 'manager'),
      email: MOVED,
      employeeNumber: 'E7',
    };
    const imported = await app.people.import(organization, [row]);
    expect(imported.waiting).toMatchObject([waits('account').refusal]);
    expect(await confirm(grace)).toMatchObject({ ok: true });
    const said = { userName: 'm', employeeNumber: 'E7', email: 'm@scim.example' };
    const brought = await app.people.provision(organization, { said, actorId: ada.id });

    expect(brought).toMatchObject({ refusal: { kind: 'left-to-admins' } });
    expect(await marked()).toHaveLength(1);
    expect(await listBroken(core.db, core.keys)).toEqual([]);
  });

  it('that a file brought while nobody was asked is put back on two words, once somebody is', async () => {
    const { organization } = company;
    await move('morgan@example.com');
    const setting = { organizationId, currency: 'USD', actorId: null };
    await app.budget.setSecondPerson({ ...setting, amountMinor: null });
    expect(await confirm(grace)).toMatchObject({ ok: true });
    clock.advance(2 * MINUTE_MS);
    const row = {
      ...personRow('Morgan Reyes', 'Engineering', 'manager'),
      email: MOVED,
      employeeNumber: 'E7',
    };
    const imported = await app.people.import(organization, [row]);
    await app.budget.setSecondPerson({ ...setting, amountMinor: 100_000n });
    clock.advance(2 * MINUTE_MS);
    const [newest] = await app.queries.people.listImports(operatorOf(organizationId));
    const request = { importId: newest?.id ?? '', by: ada };
    const { sight } = valueOf(await app.people.undoImport(organization, request));
    const undone = valueOf(await app.people.undoImport(organization, { ...request, seen: sight }));

    expect([imported.waiting, undone.waiting]).toMatchObject([[], [waits('account').refusal]]);
    expect(await confirm(grace)).toMatchObject({ ok: true });
    expect(await marked()).toHaveLength(2);
    expect(await listBroken(core.db, core.keys)).toEqual([]);
  });

  it('is changed by whoever runs Largesse where nobody could confirm it, and by one alone where none is asked', async () => {
    const { organization } = company;
    for (const { id: personId } of [ada, grace])
      await app.people.change(organization, { personId, patch: { role: 'employee' }, actorId: null });
    const request = { personId: morgan.id, patch: { email: MOVED }, actorId: null };
    expect(await app.people.change(organization, request)).toMatchObject({ ok: true });

    expect(await marked()).toMatchObject([{ detail: { alone: 'nobody else could confirm it' } }]);
    expect(await listBroken(core.db, core.keys)).toEqual([]);
  });
});

describe('merging records of which one has a role', () => {
  async function twice() {
    await app.people.import(company.organization, [personRow('Morgana Reyes', 'Design')]);
    const from = await company.person('morgana');
    return { fromId: from.id, intoId: morgan.id, from };
  }

  it('waits for a second person, on either side', async () => {
    const { from, ...records } = await twice();
    const preview = valueOf(await app.people.previewMerge(company.organization, { ...records, by: ada }));
    const asked = await app.people.merge(company.organization, { ...records, by: ada });
    const swapped = { fromId: morgan.id, intoId: from.id };
    const other = await app.people.merge(company.organization, { ...swapped, by: grace });

    expect(preview.waits).toBe(true);
    expect([asked, other]).toMatchObject([waits('merge'), waits('merge')]);
    expect((await company.person('morgana')).id).toBe(from.id);
    const [first, second] = await waiting();
    expect(first).toMatchObject({ target: 'morgana@example.com', to: 'morgan@example.com' });
    const decision = { organizationId, deciderId: grace.id };
    const confirmed = await app.budget.confirmProposal({ ...decision, proposalId: first?.id ?? '' });
    expect(confirmed).toMatchObject({ ok: true });
    expect((await company.person('morgana')).id).toBe(morgan.id);
    const late = { ...decision, deciderId: ada.id, proposalId: second?.id ?? '' };
    expect(await app.budget.confirmProposal(late)).toMatchObject({ refusal: { kind: 'person-merged' } });
    expect(await lastOf(from)).toMatchObject({
      kind: 'person.merged',
      doer: 'Ada Stone',
      detail: { confirmedBy: grace.id, keptId: morgan.id },
    });
  });

  it('is HR’s to propose and an admin’s to confirm', async () => {
    const { from: _, ...records } = await twice();
    const priya = await company.person('priya');
    await app.people.unlinkIdentity(ada, { platform: 'slack', userId: 'morgana' });
    const kept = { personId: morgan.id, patch: { email: null, employeeNumber: 'E98' }, by: ada };
    await app.people.change(company.organization, kept);
    const withAddress = await app.people.merge(company.organization, { ...records, by: priya });
    await app.people.change(company.organization, {
      personId: records.fromId,
      patch: { email: null, employeeNumber: 'E99' },
      by: ada,
    });

    expect(withAddress).toMatchObject({ refusal: { kind: 'person-off-limits', why: 'address' } });
    expect(await app.people.merge(company.organization, { ...records, by: priya })).toMatchObject(
      waits('merge'),
    );
    expect(await confirm(grace)).toMatchObject({ ok: true });
    expect((await lastOf({ ...morgan, id: records.fromId }))?.doer).toBe('Priya Nair');
  });

  it('is done at once where neither has one', async () => {
    const { from, intoId: _ } = await twice();
    const alice = await company.person('alice');
    const records = { fromId: from.id, intoId: alice.id };

    expect(await app.people.merge(company.organization, { ...records, by: ada })).toMatchObject({ ok: true });
    expect(await waiting()).toEqual([]);
  });
});

describe('an account that was linked without the word of a second person', () => {
  it('is found by the audit, and so are an address and a merge', async () => {
    clock.advance(2 * MINUTE_MS);
    let broken: string[] = [];
    await transact(core, async (tx) => {
      await saveIdentities(tx, [{ organizationId, ...ACCOUNT, personId: morgan.id, workspaceId: null }]);
      const base = { organizationId, at: tx.now, actorId: ada.id };
      await insertActivities(tx, [
        {
          ...base,
          id: core.newId(),
          kind: 'identity.linked',
          subjectId: morgan.id,
          detail: { ...ACCOUNT, by: 'admin', role: 'manager' },
        },
        {
          ...base,
          id: core.newId(),
          kind: 'person.changed',
          subjectId: ada.id,
          detail: { texts: ['email'], newAddress: true },
        },
        {
          ...base,
          id: core.newId(),
          kind: 'person.merged',
          subjectId: grace.id,
          detail: { mergeId: 'm1', keptId: morgan.id, texts: [], roles: ['admin', 'manager'] },
        },
      ]);
      broken = await listWithout(tx);
      return refused({ kind: 'time-is-over' });
    });

    expect(broken).toEqual([
      expect.stringContaining(`account of person ${morgan.id}`),
      expect.stringContaining(`address of person ${ada.id}`),
      'merge m1',
    ]);
    expect(await ownerOf()).toBeUndefined();
  });
});

/** What breaks the rules about accounts, addresses and merges that needed a second person. */
async function listWithout(tx: Tx): Promise<string[]> {
  const rules = Object.entries(PROPOSAL_RULES).filter(([name]) =>
    /^every (account|address|merge)/.test(name),
  );
  const broken: string[] = [];
  for (const [, rule] of rules) {
    const { rows } = await sql.raw<{ broken: string }>(rule).execute(tx);
    broken.push(...rows.map((row) => row.broken));
  }
  return broken;
}

describe('whoever runs Largesse', () => {
  it('waits like anybody while an admin could confirm it', async () => {
    expect(await link(morgan, operatorOf(organizationId))).toMatchObject(waits('account'));
    expect(await confirm(null)).toMatchObject({ refusal: { kind: 'own-proposal' } });
    expect(await confirm(ada)).toMatchObject({ ok: true });
  });

  it('acts alone where nobody could confirm it, and the record says why', async () => {
    const { organization } = company;
    for (const one of [ada, grace]) {
      const patch = { role: 'employee' as const };
      await app.people.change(organization, { personId: one.id, patch, actorId: null });
    }

    const linked = await link(morgan, operatorOf(organizationId));
    const account = await lastOf(morgan);
    const promoted = await app.people.change(organization, {
      personId: ada.id,
      patch: { role: 'admin' },
      actorId: null,
    });

    expect([linked, promoted]).toMatchObject([{ ok: true }, { ok: true }]);
    const alone = { detail: { alone: 'nobody else could confirm it' } };
    expect(account).toMatchObject({ kind: 'identity.linked', ...alone });
    expect(await lastOf(ada)).toMatchObject({ kind: 'person.changed', ...alone });
  });
});
