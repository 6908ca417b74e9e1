import { sql } from 'kysely';
import { byteaArray, uuidArray } from '#src/db/kit/array-parameters.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { ACTIVITY_TEXT, GIFT_FACTS, GIFT_WITH_CODE_AND_REQUEST } from '#src/db/ledger/record-sql.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import { runSql } from '../bench-postgres.ts';
import { GIFT_KIND, NUMBERED, seriesOf } from '../fill-sql.ts';
import type { BenchCompany } from '../make-company.ts';

const PAGE = 5_000;
const WITHOUT_TRIGGERS = 'set session_replication_role = replica';

/** Fills a company with gifts that wait to be redeemed, each with its request, its code under the ring's key, and its record. */
export async function fillCodes(
  { url, db, keys }: { url: string; db: Db; keys: KeyRing },
  company: BenchCompany,
  count: number,
): Promise<void> {
  await runSql(url, [WITHOUT_TRIGGERS, NUMBERED, ...FILLS.map((fill) => fill(company, count))]);
  for (let first = 1; first <= count; first += PAGE) {
    await db.transaction().execute(async (tx) => {
      await sql.raw(`set local session_replication_role = replica`).execute(tx);
      const { rows } = await sql<{
        id: string;
      }>`select numbered(${GIFT_KIND}, n) as id from ${sql.raw(seriesOf({ first, count: PAGE }))}`.execute(
        tx,
      );
      const codes = rows.map(({ id }) => codeOf(keys, id));
      await sql`
        update code k set hmac = c.hmac, key_id = ${keys.ids()[0]}, sealed = c.sealed, last_four = c.last_four
          from unnest(${uuidArray(codes.map(({ id }) => id))}::uuid[], ${byteaArray(codes.map(({ hmac }) => hmac))}::bytea[],
                      ${byteaArray(codes.map(({ sealed }) => sealed))}::bytea[], ${codes.map(({ lastFour }) => lastFour)}::text[])
               c (id, hmac, sealed, last_four)
         where k.gift_id = c.id`.execute(tx);
      await sign(
        tx,
        keys,
        rows.map(({ id }) => id),
      );
    });
  }
  await runSql(url, ['vacuum analyze', 'checkpoint']);
}

function codeOf(keys: KeyRing, id: string) {
  const code = keys.mintCode();
  return { id, hmac: keys.indexOf(code).hmac, sealed: keys.seal(code, id), lastFour: code.lastFour };
}

/** Records the gifts as they are. */
async function sign(db: Db, keys: KeyRing, ids: readonly string[]): Promise<void> {
  await sql`
    update activity a set facts = ${sql.raw(GIFT_FACTS)} from ${sql.raw(GIFT_WITH_CODE_AND_REQUEST)}
     where a.organization_id = g.organization_id and a.gift_id = g.id and g.id = any (${uuidArray(ids)}::uuid[])`.execute(
    db,
  );
  const { rows } = await sql<{ id: string; text: string }>`
    select a.id, ${sql.raw(ACTIVITY_TEXT)} as text from activity a where a.gift_id = any (${uuidArray(ids)}::uuid[])`.execute(
    db,
  );
  await sql`
    update activity a set mac = s.mac
      from unnest(${uuidArray(rows.map(({ id }) => id))}::uuid[], ${byteaArray(rows.map(({ text }) => keys.sign(text).mac))}::bytea[])
        s (id, mac)
     where a.id = s.id`.execute(db);
}

type Fill = (company: BenchCompany, count: number) => string;

function people(role: string, organization: string): string {
  return `(array(select id from person where organization_id = '${organization}' and role = '${role}'))`;
}

const AT = `timestamptz '2026-01-01 00:00Z' + n * interval '1 second'`;
const GIFT = `numbered(${GIFT_KIND}, n)`;

const FILLS: Fill[] = [
  ({ organization, department }, count) => `
    insert into recognition (organization_id, id, source, request_id, status, giver, recipients, amount, currency, message,
                             department_id, answer_status, answer_due_at, created_at, decided_at)
    select '${organization.id}', numbered(2, n), 'slack', n, 'issued', '{"by":"chat"}', '[{"by":"chat"}]', '1', 'USD', 'for the launch',
           '${department.id}', 'none', ${AT}, ${AT}, ${AT} from ${seriesOf({ first: 1, count })}`,
  ({ organization, department }, count) => `
    insert into gift (organization_id, id, recognition_id, recipient_id, giver_id, department_id, region, amount_minor, currency,
                      status, created_at)
    select '${organization.id}', ${GIFT}, numbered(2, n), recipients[1 + n % 500], givers[1 + n % 20], '${department.id}', '', 100, 'USD',
           'delivered', ${AT}
      from ${seriesOf({ first: 1, count })},
           (select ${people('employee', organization.id)} as recipients, ${people('manager', organization.id)} as givers) p`,
  ({ organization }) => `
    insert into code (organization_id, gift_id, hmac, key_id, sealed, last_four, bound_to)
    select organization_id, id, sha256(uuid_send(id)), 'none', '', 'NONE', recipient_id from gift
     where organization_id = '${organization.id}'`,
  ({ organization }) => `
    insert into activity (organization_id, id, at, kind, actor_id, subject_id, gift_id, mac)
    select organization_id, id, created_at, 'gift.issued', giver_id, recipient_id, id, sha256('') from gift
     where organization_id = '${organization.id}'`,
];
