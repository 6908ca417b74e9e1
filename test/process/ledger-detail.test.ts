import { sql } from 'kysely';
import { expect, it } from 'vitest';
import type { Config } from '#src/config.ts';
import { saveKeptHead } from '#src/db/ledger/kept-head.ts';
import { ledgerDetail } from '#src/process/ledger-detail.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { openOwnCore } from '#test/helpers/own-core.ts';

const DAY_S = 86_400;
const PLACES: Config['headPlaces'] = [
  { place: 'file:/srv/heads.txt', kind: 'file', address: '/srv/heads.txt' },
  { place: 'mail:audit@acme.example', kind: 'mail', address: 'audit@acme.example' },
];

async function start() {
  const { core } = await openOwnCore();
  const company = await makeCompany(core);
  function detail() {
    return ledgerDetail({ ...core, config: { headPlaces: PLACES } });
  }
  async function prove(): Promise<void> {
    const { id: organizationId } = company.organization;
    const proof = await core.app.queries.ledger.prove({ organizationId, operator: 'the test' });
    if (proof.ok) await core.app.ledger.recordProof(proof.value);
  }
  return { core, company, detail, prove };
}

it('says that nothing was sealed or proved yet', async () => {
  const { detail } = await start();

  expect(await detail()).toEqual({ lastSeal: null, lastProof: null, headsNotKept: [] });
});

it('tells how old the last seal and the last proof are, and which kinds of places got no head for two days', async () => {
  const { core, company, detail, prove } = await start();
  await company.give('morgan', 'alice', '25');
  await core.app.ledger.seal();
  core.clock.advance(60_000);
  await prove();
  const { id: organizationId } = company.organization;
  const keptAt = core.clock.now();
  await saveKeptHead(core.db, { organizationId, place: 'file:/srv/heads.txt', number: 1, keptAt });
  core.clock.advance(DAY_S * 1_000);

  const later = await detail();
  core.clock.advance(DAY_S * 1_000 + 1_000);
  const muchLater = await detail();

  expect(later).toEqual({
    lastSeal: { number: 1, age: DAY_S + 60 },
    lastProof: { age: DAY_S, holds: true, isSigned: true, wholeAge: DAY_S },
    headsNotKept: ['mail'],
  });
  expect(muchLater.headsNotKept).toEqual(['file', 'mail']);
});

it('tells that the books did not hold, and that a proof is signed by nobody', async () => {
  const { core, detail, prove } = await start();
  await sql`update person set role = 'finance' where name = 'Mallory Quint'`.execute(core.db);
  await prove();
  const found = await detail();
  await sql`update last_proof set broken = '[]'`.execute(core.db);

  expect(found.lastProof).toMatchObject({ holds: false, isSigned: true });
  expect((await detail()).lastProof).toMatchObject({ holds: true, isSigned: false });
});
