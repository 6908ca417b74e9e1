import { type RawBuilder, sql } from 'kysely';
import type { Db, Reader } from '#src/db/kit/schema.ts';
import { readSnapshot } from '#src/db/kit/snapshot.ts';
import { listTaxSettings } from '#src/db/report/tax-setting.ts';
import { countryOf, type TaxOccasion, taxOccasionOf, type TaxRecipient } from '#src/domain/gift/tax-class.ts';
import type { Scope } from '#src/domain/people/access.ts';
import type { DayRange } from '#src/domain/report/day-range.ts';
import { momentOf, type TaxBack, type TaxMoment } from '#src/domain/report/tax-amounts.ts';
import { taxLines } from '#src/domain/report/tax-lines.ts';
import {
  type CanadaGift,
  type ReadTaxGift,
  type TaxPerson,
  type TaxReport,
  taxReportOf,
} from '#src/domain/report/tax-report.ts';
import { taxSettingOn, type TaxSettings } from '#src/domain/report/tax-setting.ts';

/**
 * How the gifts of some days are taxed, for readers who see all spend; undefined for the others. `recipient`: only gifts to such people;
 * a year of all gifts takes seconds to read.
 */
export async function findTaxReport(
  db: Db,
  scope: Scope,
  days: DayRange,
  recipient?: TaxRecipient,
): Promise<TaxReport | undefined> {
  if (!scope.isAll) return undefined;
  return readSnapshot(db, async (snapshot) => {
    const settings = await listTaxSettings(snapshot, scope.organizationId);
    const gifts = await readTaxGifts(snapshot, scope, { days, recipient });
    const people = new Map(gifts.map(({ personId, person }): [string, TaxPerson] => [personId, person]));
    const lines = taxLines(gifts, days, settings);
    const canada = canadaLog(gifts, days, settings);
    return taxReportOf(days, taxSettingOn(settings, days.to), { lines, people, canada });
  });
}

/** The gifts to employees in Canada that began to count on these days, and have not come back by their end. */
function canadaLog(
  gifts: readonly ReadTaxGift[],
  { from, to }: DayRange,
  settings: TaxSettings,
): CanadaGift[] {
  return gifts.flatMap((gift): CanadaGift[] => {
    const { giftId, person, personId, reason, occasion, card, shops, amountMinor, currency, back } = gift;
    const day = momentOf(gift, settings)?.day;
    const isThen = day !== undefined && day >= from && day <= to && !(back && back.day <= to);
    if (!isThen || gift.country !== 'CA' || gift.recipient !== 'employee') return [];
    const { name } = person;
    return [{ giftId, name, personId, day, reason, occasion, card, amountMinor, currency, shops }];
  });
}

type Row = {
  giftId: string;
  personId: string;
  name: string;
  employeeNumber: string | null;
  email: string | null;
  department: string;
  recipient: TaxRecipient;
  country: string | null;
  occasion: TaxOccasion | null;
  region: string;
  saidOccasion: string;
  message: string;
  card: string | null;
  shops: string | null;
  amountMinor: bigint;
  currency: string;
  issuedAt: Date;
  issuedDay: string;
  receivedAt: Date | null;
  receivedDay: string | null;
  backAt: Date | null;
  backDay: string | null;
  backKind: 'code.voided' | 'code.expired' | 'wallet.adjusted' | null;
};

/**
 * All gifts of the people to one of whose gifts something happened around these days: a month’s or a year’s limit may have been used by
 * the others. Times come from the ledger; the days are those of the zone that each gift keeps.
 */
async function readTaxGifts(
  db: Reader,
  { organizationId }: Scope,
  { days, recipient }: { days: DayRange; recipient: TaxRecipient | undefined },
): Promise<ReadTaxGift[]> {
  const toSuch = recipient === undefined ? sql`` : sql`and g.tax_class = ${recipient}`;
  const { rows } = await sql<Row>`
    with moved (gift_id) as (
      select id from gift where ${around('coalesce(issued_at, created_at)', days)}
       union
      select subject_id from entry
       where subject_type = 'gift' and kind in ('code.redeemed', 'gift.bought', 'code.voided', 'code.expired', 'wallet.adjusted')
         and ${around('occurred_at', days)}),
    person_moved (id) as materialized (
      select distinct g.recipient_id from moved m join gift g on g.id = m.gift_id
       where g.organization_id = ${organizationId} ${toSuch})
    select g.id as "giftId", p.id as "personId", p.name, p.employee_number as "employeeNumber", p.email, home.name as department,
           g.tax_class as recipient, g.tax_country as country, g.tax_occasion as occasion, g.region, g.occasion as "saidOccasion",
           r.message, card.name as card, shop.names as shops, g.amount_minor as "amountMinor", g.currency,
           issued.occurred_at as "issuedAt", (issued.occurred_at at time zone zone.name)::date as "issuedDay",
           received.at as "receivedAt", (received.at at time zone zone.name)::date as "receivedDay",
           back.at as "backAt", (back.at at time zone zone.name)::date as "backDay", back.kind as "backKind"
      from person_moved m
      join gift g on g.organization_id = ${organizationId} and g.recipient_id = m.id ${toSuch}
      join person p on p.organization_id = g.organization_id and p.id = g.recipient_id
      join department home on home.organization_id = p.organization_id and home.id = p.department_id
      join department d on d.organization_id = g.organization_id and d.id = g.department_id
     cross join lateral (select coalesce(g.tax_zone, d.time_zone) as name) zone
      join recognition r on r.organization_id = g.organization_id and r.id = g.recognition_id
      join entry issued on issued.subject_id = g.id and issued.subject_type = 'gift' and issued.kind = 'gift.issued'
      left join lateral (
        select min(e.occurred_at) as at from entry e
         where e.subject_id = g.id and e.subject_type = 'gift' and e.kind in ('code.redeemed', 'gift.bought')) received on true
      left join lateral (
        select e.occurred_at as at, e.kind from entry e
         where e.subject_id = g.id and e.subject_type = 'gift' and e.kind in ('code.voided', 'code.expired', 'wallet.adjusted')
         order by e.occurred_at limit 1) back on true
      left join gift_card card on card.organization_id = g.organization_id and card.gift_id = g.id
      left join lateral (
        select string_agg(s.name, ', ' order by s.name) as names from marketplace s
         where s.organization_id = g.organization_id and s.currency = g.currency) shop on true`.execute(db);
  return rows.map(giftOf);
}

/** By the clocks of any zone, so that an index finds them; which day it was is looked at afterwards. */
function around(at: string, { from, to }: DayRange): RawBuilder<unknown> {
  return sql`${sql.raw(at)} >= (${from}::date - interval '14 hours') at time zone 'UTC'
         and ${sql.raw(at)} < (${to}::date + interval '36 hours') at time zone 'UTC'`;
}

const BACK: Readonly<Record<NonNullable<Row['backKind']>, TaxBack>> = {
  'code.voided': 'voided',
  'code.expired': 'expired',
  'wallet.adjusted': 'reversed',
};

function giftOf(row: Row): ReadTaxGift {
  const { giftId, personId, recipient, amountMinor, currency, name, employeeNumber, email, department } = row;
  const back = momentIn(row.backAt, row.backDay);
  return {
    giftId,
    personId,
    recipient,
    country: row.country ?? countryOf(row.region),
    occasion: row.occasion ?? taxOccasionOf(row.saidOccasion),
    currency,
    amountMinor,
    issued: { at: row.issuedAt, day: row.issuedDay },
    received: momentIn(row.receivedAt, row.receivedDay),
    back: back && row.backKind ? { ...back, kind: BACK[row.backKind] } : null,
    person: { name, employeeNumber, email, department },
    reason: row.message || row.saidOccasion,
    card: row.card ?? '',
    shops: row.card ?? row.shops ?? '',
  };
}

function momentIn(at: Date | null, day: string | null): TaxMoment | null {
  return at && day !== null ? { at, day } : null;
}
