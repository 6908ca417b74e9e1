import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { fillCompany } from './company.ts';
import { MONEY_ALTERATIONS } from './money.ts';
import { RIGHTS_ALTERATIONS } from './rights.ts';
import { planReadsOnce } from './plan-once.ts';
import { connectToTamper, tamperSinceProof, type Tampering } from './tampering.ts';

const STATE = 'every balance and right was as the last proof found it';

/** What only the whole proof finds. Balances and what is new are not among it. */
const LATER = new Set([
  'an entry is of another kind',
  'an entry has another key',
  'an entry is about another gift',
  'an entry happened at another time',
  'a top-up happened at another time',
  'a period was opened at another time',
  'an entry was written at another time',
  'an entry moved more',
  'a posting is on another account',
  'a posting leads to another balance',
  'an entry is gone',
  'what was given counts on another day',
  'what was given counts a day earlier, for the department too',
  'a department has given less',
  'what was given was another’s',
  'the departments’ report says less',
  'a report says that less was redeemed',
  'a report counts gifts on another day',
  'a report counts what another gave',
  'a report says that a year had less',
  'what is to be added to a report is less',
]);

describe('a ledger that was proved the day before', () => {
  planReadsOnce();
  let database: TestDatabase;
  let tampering: Tampering;
  let proven: readonly ProvenHead[] = [];
  beforeAll(async () => {
    database = await createTestDatabase();
    await fillCompany(database.db);
    tampering = connectToTamper(database);
    proven = (await verifyLedger(database.db)).proven;
  });
  afterAll(async () => {
    await tampering.close();
    await database.drop();
  });

  it.each(RIGHTS_ALTERATIONS)('shows the next day that $what', async (alteration) => {
    const { rows, broken } = await tamperSinceProof(tampering.pastGuards, alteration, proven);

    expect(broken).toSatisfy(
      (lines: string[]) =>
        lines.some((line) => line.startsWith(STATE) || rows.some((row) => line.includes(row))),
      `names one of ${rows.join()}, or that the state is another`,
    );
  });

  it.each(MONEY_ALTERATIONS.filter(({ what }) => !LATER.has(what)))(
    'shows the next day that $what',
    async (alteration) => {
      expect((await tamperSinceProof(tampering.pastGuards, alteration, proven)).broken).not.toEqual([]);
    },
  );

  it.each(MONEY_ALTERATIONS.filter(({ what }) => LATER.has(what)))(
    'leaves it to the whole proof that $what',
    async (alteration) => {
      expect((await tamperSinceProof(tampering.pastGuards, alteration, proven)).broken).toEqual([]);
    },
  );
});
