import { describe, expect, it } from 'vitest';
import { tamper } from '#test/db/queries/proof/tampered-ledgers.ts';
import { makeCompany, personRow } from '#test/helpers/company.ts';
import { enrol, passAs } from '#test/helpers/second-factor.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

async function start() {
  const { core } = await openOwnCore();
  const company = await makeCompany(core);
  const { person, organization } = company;
  await core.app.people.import(organization, [
    personRow('Ada Stone', 'People', 'admin'),
    personRow('Grace Hu', 'People', 'admin'),
  ]);
  const alice = await person('alice');
  return { ...core, core, company, alice, phone: await enrol(core, alice) };
}

const BY_HAND = { ok: false, refusal: { kind: 'changed-by-hand', what: 'factor' } };
const MALLORY = `(select id from person where name = 'Mallory Quint')`;

describe('a second factor that somebody changed in the database', () => {
  it('is not believed once it is another’s', async () => {
    const { core, db, log, company, phone } = await start();
    await tamper(db, `update factor set person_id = ${MALLORY}`);

    const person = await company.person('mallory');
    expect(await passAs(core, person, phone.shows())).toEqual(BY_HAND);
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error' }));
  });

  it('does not open with the secret of another', async () => {
    const { core, db, company, alice, phone } = await start();
    const mallory = await company.person('mallory');
    const hers = await enrol(core, mallory);
    await tamper(
      db,
      `update factor set sealed = (select sealed from factor where person_id = ${MALLORY}) where person_id = '${alice.id}'`,
    );

    for (const typed of [hers.shows(), phone.shows()]) {
      await expect(passAs(core, alice, typed)).rejects.toThrow(/altered, or belongs/u);
    }
  });
});

describe('a recovery code that somebody put in the database', () => {
  it('lets nobody in', async () => {
    const { core, db, company, phone } = await start();
    const mallory = await company.person('mallory');
    await enrol(core, mallory);
    await tamper(
      db,
      `delete from recovery_code where person_id = ${MALLORY}; update recovery_code set person_id = ${MALLORY}`,
    );

    expect(await passAs(core, mallory, phone.codes[0] ?? '')).toEqual(BY_HAND);
  });
});

describe('the reset of a second factor that somebody changed in the database', () => {
  it.each([
    ['who asked', `asked_by = (select id from person where name = 'Priya Nair')`],
    ['whose it is', `person_id = ${MALLORY}`],
    ['how long it waits', `expires_at = expires_at + interval '1 year'`],
  ])('resets nothing: %s', async (what, change) => {
    const { app, db, company, alice } = await start();
    await app.session.askFactorReset({
      admin: await company.person('ada'),
      personId: alice.id,
      reason: 'lost',
    });
    await tamper(db, `update factor_reset set ${change}`);

    const { id: personId } = what === 'whose it is' ? await company.person('mallory') : alice;
    const admin = await company.person('grace');
    expect(await app.session.confirmFactorReset({ admin, personId })).toEqual(BY_HAND);
  });

  it('resets nothing on the word of who made themselves an admin', async () => {
    const { app, db, company, alice } = await start();
    await app.session.askFactorReset({
      admin: await company.person('ada'),
      personId: alice.id,
      reason: 'lost',
    });
    await tamper(db, `update person set role = 'admin' where id = ${MALLORY}`);

    const admin = await company.person('mallory');
    expect(await app.session.confirmFactorReset({ admin, personId: alice.id })).toEqual({
      ok: false,
      refusal: { kind: 'changed-by-hand', what: 'right' },
    });
  });
});
