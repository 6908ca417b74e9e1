import type { Client } from 'pg';
import { isReportedRight } from '#src/db/queries/proof/report-rules.ts';
import { queryOf } from '#src/db/queries/proof/rules.ts';
import { areSpansRight } from '#src/db/queries/proof/span-rules.ts';
import { rowsOf } from './copies.ts';

/** Any number will do: nobody who could foresee it wrote these books. */
const SEED = 20_261_130n;

const ADDED_UP = [
  'every gift is counted on its day',
  'every wallet’s standing is what was posted until then',
].map(queryOf);

const BALANCES = `
  select a.id::text as broken from account a
    left join (select organization_id, account_id, sum(amount) as total from posting group by 1, 2) p
      on p.organization_id = a.organization_id and p.account_id = a.id
   where a.balance <> coalesce(p.total, 0) limit 1`;

/** @throws where a report would show another sum than that of the gifts, or a balance is not that of its postings. */
export async function checkSums(client: Client): Promise<void> {
  for (const rule of [isReportedRight(SEED), areSpansRight(SEED)]) {
    const [found] = await rowsOf<{ isRight: boolean }>(client, rule);
    if (found?.isRight !== true) throw new Error('a report is not the sum of its gifts');
  }
  for (const rule of [...ADDED_UP.map((one) => `${one} limit 1`), BALANCES]) {
    const [found] = await rowsOf<{ broken: string }>(client, rule);
    if (found) throw new Error(`the books do not add up: ${found.broken}`);
  }
}
