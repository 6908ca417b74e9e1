import { describe, expect, it } from 'vitest';
import { must } from '#src/domain/kit/must.ts';
import { makeCompany } from '#test/helpers/company.ts';
import { makeCore } from '#test/helpers/make-core.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { createLedgers, tamper } from './tampered-ledgers.ts';

const AMOUNT = 'every gift is as much as its request asked for';
const NAMED = 'every gift is for somebody whom its request names';
const BROUGHT = 'every message that brought a code says so on record';

/** Gifts to people who were named in every way, of amounts that were written in every way. */
const ledgers = createLedgers(async (db) => {
  const core = makeCore(db);
  const company = await makeCompany(core, { engineering: 10_000_000n });
  const alice = await company.person('alice');
  await company.give('morgan', 'alice', '25');
  await company.give('morgan', 'alice', '1,000', { recipients: [{ by: 'id', personId: alice.id }] });
  await company.give('morgan', 'alice', '12.5', {
    recipients: [{ by: 'email', email: 'alice@example.com' }],
  });
  await company.give('morgan', 'alice', 'USD 7.05', { recipients: [{ by: 'name', name: 'Alice Ito' }] });
  await company.give('morgan', 'alice', '3', { recipients: [company.ref('alice'), company.ref('bob')] });
});

async function toldAfter(rule: string, statement: string): Promise<string[]> {
  const db = await ledgers.open();
  await tamper(db, statement);
  const { checks } = await verifyLedger(db);
  return must(
    checks.find(({ name }) => name === rule),
    rule,
  ).broken;
}

describe('what requests asked for and what came of them', () => {
  it('is found in order', async () => {
    const { checks, gifts } = await verifyLedger(await ledgers.open());

    expect(gifts).toBe(6);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it.each([
    [
      'another amount',
      AMOUNT,
      `update recognition set amount = '250' where amount = '25'`,
      /^gift .* of 25.00 USD: its request .* asks for 250 USD$/u,
    ],
    [
      'what is no amount',
      AMOUNT,
      `update recognition set amount = 'much' where amount = '25'`,
      /asks for much USD$/u,
    ],
    [
      'another currency',
      AMOUNT,
      `update recognition set currency = 'EUR' where currency = 'USD'`,
      /^gift .* of 7.05 USD: its request .* asks for 7.05 EUR$/u,
    ],
    [
      'another by id',
      NAMED,
      `update recognition set recipients = '[{"by": "id", "personId": "x"}]' where amount like '1%000'`,
      /^gift .* is for person .*, whom request .* does not name$/u,
    ],
    [
      'another by their account',
      NAMED,
      `update recognition set recipients = jsonb_build_array(giver) where amount = '25'`,
      /whom request .* does not name$/u,
    ],
    [
      'nobody',
      NAMED,
      `update recognition set recipients = '[]' where amount = '12.5'`,
      /whom request .* does not name$/u,
    ],
  ])('shows a request that asks for %s', async (_what, rule, statement, line) => {
    expect(await toldAfter(rule, statement)).toEqual([expect.stringMatching(line)]);
  });

  it('shows a message with a code that is said to have brought none', async () => {
    const told = await toldAfter(
      BROUGHT,
      `update delivery set status = 'sent', channel = 'email', message_id = 'M1', sent_at = now() + interval '1 year'
        where gift_id = (select id from gift where amount_minor = 2500)`,
    );

    expect(told).toEqual([expect.stringMatching(/^gift .*: its code went out by email$/u)]);
  });
});
