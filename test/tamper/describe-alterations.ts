import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '#test/helpers/verify-ledger.ts';
import { createTestDatabase, type TestDatabase } from '#test/helpers/database.ts';
import { fillCompany } from './company.ts';
import { planReadsOnce } from './plan-once.ts';
import {
  type Alteration,
  connectToTamper,
  namesOneOf,
  tamperPastGuards,
  tamperUnderGuards,
  type Tampering,
} from './tampering.ts';

const LOST_SEAL = 'every seal that was there still is: ';
const FORGED_SEAL = 'every seal was made by Largesse: seal 1';

/** The tests of some alterations: each is found, whichever way it is done, and the row that was altered is named. */
export function describeAlterations(what: string, alterations: readonly Alteration[]): void {
  describe(`a ledger whose ${what} were altered`, () => {
    planReadsOnce();
    let database: TestDatabase;
    let tampering: Tampering;
    beforeAll(async () => {
      database = await createTestDatabase();
      await fillCompany(database.db);
      tampering = connectToTamper(database);
    });
    afterAll(async () => {
      await tampering.close();
      await database.drop();
    });

    it('is in order before', async () => {
      const { checks } = await verifyLedger(database.db);
      expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    });

    it.each(alterations)('shows that $what, and whoever seals it anew', async (alteration) => {
      const { rows, ...found } = await tamperPastGuards(tampering.pastGuards, alteration);

      expect(found.broken).toSatisfy(namesOneOf(rows), `names one of ${rows.join()}`);
      expect(found.sealedAnew).toContainEqual(expect.stringContaining(LOST_SEAL));
      const told = alteration.onlySealsTell ? found.broken : found.sealedAnew;
      expect(told).toSatisfy(namesOneOf(rows), `names one of ${rows.join()}`);
      expect(found.sealedByThief).toContain(FORGED_SEAL);
    });

    it.each(alterations)('refuses, or shows, under its guards: $what', async (alteration) => {
      for (const who of tampering.underGuards) {
        const found = await tamperUnderGuards(who, alteration);

        expect(found).toSatisfy(
          (one) => 'refused' in one || namesOneOf(one.rows)(one.broken),
          'names its row',
        );
      }
    });
  });
}
