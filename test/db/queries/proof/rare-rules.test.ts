import { describe, expect, it } from 'vitest';
import { sql } from 'kysely';
import { ENTRY_TABLE_ROWS } from '#src/db/queries/proof/entry-rules.ts';
import { COMMON_KINDS, findBrokenOfRare, RULES_OF_RARE } from '#src/db/queries/proof/rare-rules.ts';
import { RULES_OF_USUAL } from '#src/db/queries/proof/usual-gifts.ts';
import { RULE_NAMES, RULES } from '#src/db/queries/proof/rules.ts';
import { checkEachRule } from '#src/db/queries/proof/verify-ledger.ts';
import { fillCompany } from '#test/tamper/company.ts';
import { createLedgers, tamper } from './tampered-ledgers.ts';

const ledgers = createLedgers(fillCompany);

const ALL = [...RULES_OF_RARE].map((name) => ({ name, query: RULES[name] ?? '' }));
const COMMON = COMMON_KINDS.map((kind) => `'${kind}'`).join(', ');

/** They read what is common as well, without naming it, or ask by an index for each of a few rows. */
const READING_WHOLE = [
  'every text that was blanked is as it was left',
  'what was carried over came from an earlier period of the same department, within what may be carried',
  'every gift is counted on its day',
  'every wallet’s standing is what was posted until then',
  'every order that was placed, taken on, fulfilled, cancelled or refunded is on record as that',
];

describe('the rules about what is rare', () => {
  it('are rules of the proof, of which none is walked with usual gifts', () => {
    expect([...RULES_OF_RARE].filter((name) => !RULE_NAMES.includes(name))).toEqual([]);
    expect([...RULES_OF_RARE].filter((name) => RULES_OF_USUAL.has(name))).toEqual([]);
  });

  it('ask for no kind of what is common', () => {
    const asking = ALL.filter(({ query }) => {
      const own = query.replaceAll(ENTRY_TABLE_ROWS, '');
      return COMMON_KINDS.some((kind) => own.includes(`'${kind}'`));
    });

    expect(asking.map(({ name }) => name)).toEqual([]);
  });

  it('are all that read activities or entries and ask for nothing common, but for a few', () => {
    const others = RULE_NAMES.filter((name) => !RULES_OF_RARE.has(name) && !RULES_OF_USUAL.has(name));
    const reading = others.filter((name) => {
      const own = (RULES[name] ?? '').replaceAll(ENTRY_TABLE_ROWS, '');
      return (
        /\b(?:from|join) (?:activity|entry)\b/u.test(own) &&
        !COMMON_KINDS.some((kind) => own.includes(`'${kind}'`))
      );
    });

    expect(reading).toEqual(READING_WHOLE);
  });

  it('hold the same when nothing that is common is there, so that they need not look for it', async () => {
    const db = await ledgers.open();
    await tamper(
      db,
      `delete from posting where entry_id in (select id from entry where subject_type = 'gift' and kind in (${COMMON}));
       delete from entry where subject_type = 'gift' and kind in (${COMMON});
       delete from activity where kind in (${COMMON})`,
    );

    const checks = (await checkEachRule(db)).filter(({ name }) => RULES_OF_RARE.has(name));

    expect(checks.length).toBe(RULES_OF_RARE.size);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  });

  it('tell of the first rows that break them, with amounts for people', async () => {
    const db = await ledgers.open();
    await tamper(db, `update account set funded = funded + 5 where kind = 'budget'`);

    const found = await findBrokenOfRare(db, ALL, { limit: 2 });

    expect([...(found?.keys() ?? [])]).toEqual([
      'every budget’s funding equals what came into it otherwise than by gifts',
    ]);
    const [broken = [], ...others] = [...(found?.values() ?? [])];
    expect(others).toEqual([]);
    expect(broken).toHaveLength(2);
    expect(broken[0]).toMatch(/^account \S+: funded \d+\.\d\d USD, postings \d+\.\d\d USD$/u);
  });

  it('look for themselves where much is rare', async () => {
    const db = await ledgers.open();
    const { rows } = await sql<{ rare: number }>`
      select count(*)::integer as rare from activity where kind not in (${sql.raw(COMMON)})`.execute(db);
    const most = rows[0]?.rare ?? 0;

    expect(await findBrokenOfRare(db, ALL, { limit: 2, most: most - 1 })).toBeUndefined();
    expect(await findBrokenOfRare(db, ALL, { limit: 2, most })).toEqual(new Map());
  });
});
