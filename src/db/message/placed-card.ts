import { type RawBuilder, sql } from 'kysely';
import { selectOf } from '#src/db/kit/insert-many.ts';
import type { Db, Tx } from '#src/db/kit/schema.ts';
import type { CardKind } from '#src/domain/message/buttons.ts';
import { MAX_LOST } from '#src/domain/kit/retry.ts';
import { deliveryMoves } from '#src/domain/states.ts';
import { type LeasedMessage, leaseDue } from './sending.ts';

/** A message with buttons, where it stands, and what it shows. */
export type PlacedCard = {
  organizationId: string;
  id: string;
  kind: CardKind;
  /** The id in its buttons. */
  subjectId: string;
  platform: string;
  workspaceId: string;
  place: string;
  /** A digest of the card. */
  shown: string;
  /** When it is no longer true, or no longer of interest. */
  changesAt: Date;
  /** When its platform no longer lets it be replaced. */
  endsAt: Date;
};

/**
 * The insert of cards that were just sent, for a statement that records their sending; undefined when there are none. One
 * whose subject changed while it was sent is due at once. A place holds one card: the later one.
 */
export function placedCardsInsert(cards: readonly PlacedCard[], at: Date): RawBuilder<unknown> | undefined {
  if (cards.length === 0) return undefined;
  const rows = selectOf<'placed_card', PlacedCard>(cards, {
    organization_id: ['uuid', (card) => card.organizationId],
    id: ['uuid', (card) => card.id],
    kind: ['text', (card) => card.kind],
    subject_id: ['uuid', (card) => card.subjectId],
    platform: ['text', (card) => card.platform],
    workspace_id: ['text', (card) => card.workspaceId],
    place: ['text', (card) => card.place],
    shown: ['text', (card) => card.shown],
    changes_at: ['timestamptz', (card) => card.changesAt],
    ends_at: ['timestamptz', (card) => card.endsAt],
  });
  const names = sql`organization_id, id, kind, subject_id, platform, workspace_id, place, shown, changes_at, ends_at`;
  return sql`
    insert into placed_card (${names}, status, due_at)
    select ${names}, ${deliveryMoves.postpone.to}, case when ${IS_OUTDATED} then ${at}::timestamptz else changes_at end
      from (${rows}) p (${names})
    on conflict (organization_id, platform, place) do update
       set kind = excluded.kind, subject_id = excluded.subject_id, shown = excluded.shown,
           version = placed_card.version + 1, changes_at = excluded.changes_at, ends_at = excluded.ends_at,
           status = excluded.status, attempts = 0,
           -- The replacement that is under way may arrive after this one.
           due_at = case placed_card.status when 'sending' then ${at}::timestamptz else excluded.due_at end`;
}

/** Balances are read when they are shown, and not outdated by then. */
const IS_OUTDATED = sql`
  case when p.kind in ('gift', 'claim') then exists (
         select from gift g
          where g.organization_id = p.organization_id and g.id = p.subject_id
            and g.status not in ('issued', 'delivered'))
       when p.kind in ('decision', 'waiting') then exists (
         select from approval a
          where a.organization_id = p.organization_id and a.id = p.subject_id and a.status <> 'open')
       when p.kind = 'update' then exists (
         select from gift g
          where g.organization_id = p.organization_id and g.recognition_id = p.subject_id
            and g.status in ('redeemed', 'voided'))
       when p.kind = 'order' then exists (
         select from store_order o
          where o.organization_id = p.organization_id and o.id = p.subject_id and o.status <> 'placed')
       when p.kind = 'post' then exists (
         select from gift g
          where g.organization_id = p.organization_id and g.recognition_id = p.subject_id and g.status = 'voided')
       else false end`;

/** Remembers a card that answered a command or a press. Of a balance, the subject is whose it is. */
export async function insertPlacedCard(db: Db, card: PlacedCard, at: Date): Promise<void> {
  const owner =
    card.kind === 'balance'
      ? await db
          .selectFrom('gift')
          .select('recipient_id as id')
          .where('organization_id', '=', card.organizationId)
          .where('id', '=', card.subjectId)
          .executeTakeFirst()
      : undefined;
  await placedCardsInsert([{ ...card, subjectId: owner?.id ?? card.subjectId }], at)?.execute(db);
}

/** What an update of `placed_card p` sets where its subject has changed. A replacement under way comes to its end first. */
export function dueNow(at: Date): RawBuilder<unknown> {
  return sql`
    version = p.version + 1, changes_at = ${at}, attempts = 0,
    status = case p.status when 'sending' then p.status else ${deliveryMoves.retry.to} end,
    due_at = case p.status when 'sending' then p.due_at else ${at} end`;
}

/**
 * Makes the cards about any of these subjects due: gifts, approvals, requests, people. Returns their ids. One that is being
 * replaced right now is replaced once more after it.
 */
export async function makeCardsDue(
  tx: Tx,
  { organizationId, subjectIds }: { organizationId: string; subjectIds: readonly string[] },
  at: Date,
): Promise<string[]> {
  if (subjectIds.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    update placed_card p set ${dueNow(at)}
     where organization_id = ${organizationId} and id in (
       select id from placed_card
        where organization_id = ${organizationId} and subject_id = any (${subjectIds}::uuid[])
        order by id for update)
    returning id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** A leased card. */
export type DueCard = LeasedMessage & Omit<PlacedCard, 'organizationId' | 'id'> & { version: number };

/** Leases due cards; see `leaseDue`. Those that can no longer be replaced, or were lost too often, are forgotten. */
export async function leaseDueCards(
  db: Db,
  ids: readonly string[],
  lease: { now: Date; leaseUntil: Date },
): Promise<DueCard[]> {
  const returning = sql`, t.kind, t.subject_id as "subjectId", t.platform, t.workspace_id as "workspaceId", t.place, t.shown,
    t.version, t.changes_at as "changesAt", t.ends_at as "endsAt"`;
  const leased = await leaseDue<DueCard>(db, 'update-card', ids, lease, { returning });
  function isOver({ endsAt, attempts }: DueCard): boolean {
    return endsAt <= lease.now || attempts >= MAX_LOST;
  }
  await deletePlacedCards(db, leased.filter(isOver));
  return leased.filter((card) => !isOver(card));
}

type CardRef = Pick<LeasedMessage, 'organizationId' | 'id'>;

/** Forgets where cards stand. */
export async function deletePlacedCards(db: Db, cards: readonly CardRef[]): Promise<void> {
  if (cards.length === 0) return;
  await sql`
    delete from placed_card p
     using unnest(
       ${cards.map(({ organizationId }) => organizationId)}::uuid[], ${cards.map(({ id }) => id)}::uuid[]
     ) gone (organization_id, id)
     where p.organization_id = gone.organization_id and p.id = gone.id`.execute(db);
}

/** A card as it was just shown in its place; `subject` is undefined when it has no buttons any more. */
export type ShownCard = {
  leased: DueCard;
  shown: string;
  subject: Pick<PlacedCard, 'kind' | 'subjectId'> | undefined;
  changesAt: Date;
};

/**
 * Records that cards were replaced. Those without buttons are forgotten, unless their subject changed in the meantime: then
 * they are due again, and their ids are returned.
 */
export async function saveCardsShown(db: Db, cards: readonly ShownCard[], at: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with shown as (
      select * from unnest(
        ${cards.map(({ leased }) => leased.organizationId)}::uuid[], ${cards.map(({ leased }) => leased.id)}::uuid[],
        ${cards.map(({ leased }) => leased.version)}::integer[],
        ${cards.map(({ leased }) => leased.leaseUntil)}::timestamptz[], ${cards.map((card) => card.shown)}::text[],
        ${cards.map(({ subject }) => subject?.kind ?? null)}::text[],
        ${cards.map(({ subject }) => subject?.subjectId ?? null)}::uuid[],
        ${cards.map((card) => card.changesAt)}::timestamptz[]
      ) s (organization_id, id, version, lease_until, shown, kind, subject_id, changes_at)),
    settled as (
      delete from placed_card p using shown s
       where p.organization_id = s.organization_id and p.id = s.id and p.version = s.version
         and p.due_at = s.lease_until and s.kind is null)
    update placed_card p
       set status = ${deliveryMoves.postpone.to}, attempts = 0, shown = s.shown,
           kind = coalesce(s.kind, p.kind), subject_id = coalesce(s.subject_id, p.subject_id),
           changes_at = case p.version when s.version then s.changes_at else p.changes_at end,
           due_at = case p.version when s.version then s.changes_at else ${at} end
      from shown s
     where p.organization_id = s.organization_id and p.id = s.id and p.due_at = s.lease_until
       and p.status = any (${deliveryMoves.postpone.from}) and (s.kind is not null or p.version <> s.version)
    returning case when p.version <> s.version then p.id end as id`.execute(db);
  return rows.flatMap(({ id }) => id ?? []);
}
