import { runSql } from '../bench-postgres.ts';
import { addSpendOf, GIFT_KIND, NUMBERED, type Numbers, seriesOf } from '../fill-sql.ts';

/** A company that has given for years: what is counted of it stands here, who gives to whom is drawn by lot. */
export const COMPANY = {
  organizationId: '00000001-0000-7000-8000-000000000000',
  departments: 300,
  recipients: 30_000,
};

/** Gifts that follow each other at even distances from the first day's midnight to the last one's. */
export type Stretch = Numbers & {
  /** Days, in UTC. The last one is not counted. */
  from: string;
  to: string;
  givers: number;
};

// The lot is a hash of the gift's number, so that every run draws the same.
const DRAWN = `
  create function drawn(n bigint, lots integer) returns integer language sql immutable as $$
    select (hashint8(n) & 2147483647) % lots $$`;

const ID = { gift: GIFT_KIND, recognition: 2, department: 3, person: 4 };

/** Makes the company: each of its people belongs to a department, and those with the first numbers give. */
export async function fillCompany(url: string): Promise<void> {
  const { organizationId, departments, recipients } = COMPANY;
  await runSql(url, [
    NUMBERED,
    DRAWN,
    `insert into organization (id, name, currency, time_zone) values ('${organizationId}', 'Acme', 'USD', 'UTC')`,
    `insert into department (organization_id, id, name, currency, time_zone)
     select '${organizationId}', numbered(${ID.department}, n), 'Department ' || n, 'USD', 'UTC'
       from generate_series(0, ${departments - 1}) n`,
    `insert into person (organization_id, id, department_id, name, email, role)
     select '${organizationId}', numbered(${ID.person}, n), numbered(${ID.department}, n % ${departments}),
            'Person ' || n, 'person' || n || '@acme.example', 'manager'
       from generate_series(0, ${recipients - 1}) n`,
    'analyze organization, department, person',
  ]);
}

/**
 * Fills in gifts with all their columns and indexes, and the daily roll-up that issuing them would have kept. Their codes,
 * entries and deliveries are left out: neither the report nor what it is compared with reads them.
 */
export async function fillGifts(url: string, stretch: Stretch): Promise<void> {
  await runSql(url, [
    // Not the foreign keys, one by one: there are as many checks as gifts.
    `set session_replication_role = replica`,
    insertGifts(stretch),
    `reset session_replication_role`,
    `alter table spend_daily disable trigger all`,
    // Only the departments' roll-up is kept from it as in truth.
    `alter table spend_daily enable trigger spend_daily_inserted`,
    `alter table spend_daily enable trigger spend_daily_updated`,
    addSpendOf(stretch),
    `alter table spend_daily enable trigger all`,
    `vacuum analyze gift`,
    `vacuum analyze spend_daily`,
    `vacuum analyze department_spend_daily`,
    `checkpoint`,
  ]);
}

function insertGifts({ from, to, givers, ...numbers }: Stretch): string {
  return `
    insert into gift (organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor,
                      currency, status, occasion, created_at, issued_at, redeemed_at)
    select '${COMPANY.organizationId}', numbered(${ID.gift}, n), numbered(${ID.recognition}, n),
           numbered(${ID.person}, drawn(4 * n, ${COMPANY.recipients})), numbered(${ID.person}, giver),
           numbered(${ID.department}, giver % ${COMPANY.departments}), '', 500 + 100 * drawn(4 * n + 1, 20),
           'USD', 'redeemed', (array['', '', '', '', '', 'launch', 'birthday', 'anniversary'])[1 + drawn(4 * n + 2, 8)],
           at, at, at
      from (select n, drawn(4 * n + 3, ${givers}) as giver,
                   timestamptz '${from} 00:00Z' + (n - ${numbers.first}) * extract(epoch from timestamp '${to}' - timestamp '${from}')
                     / ${numbers.count} * interval '1 second' as at
              from ${seriesOf(numbers)}) given`;
}
