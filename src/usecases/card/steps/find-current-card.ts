import { findApprovalAbout, getApprovalView } from '#src/db/approval/approval-view.ts';
import { getGiftState } from '#src/db/gift/gift.ts';
import { listUnredeemedGifts, listWallets, type UnredeemedGift } from '#src/db/gift/wallet.ts';
import { getDeliveryState, getGiftsToDeliver } from '#src/db/message/delivery.ts';
import { getPerson } from '#src/db/people/person.ts';
import { findPost, hasThanks } from '#src/db/recognition/post.ts';
import { findToldRequest, type ToldRequest } from '#src/db/recognition/answer.ts';
import { findOrder } from '#src/db/store/order.ts';
import { listLots } from '#src/db/wallet/promo-grant.ts';
import type { ApprovalView } from '#src/domain/approval/approval.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Money } from '#src/domain/kit/money.ts';
import type { CardKind } from '#src/domain/message/buttons.ts';
import type { PostedRecognition } from '#src/domain/recognition/post.ts';
import type { GiverQuestion, GiverUpdate } from '#src/domain/recognition/giver-update.ts';
import { type PromoLot, spendableLots } from '#src/domain/wallet/promo-lot.ts';
import type { StoreOrder } from '#src/domain/store/order.ts';
import { webUrl } from '#src/usecases/kit/web-url.ts';
import { messageOf } from '#src/usecases/gift/steps/gift-message.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { getQuestion } from '#src/usecases/recognition/get-question.ts';
import { getUpdateFacts, updateOf } from '#src/usecases/recognition/steps/find-updates.ts';

/** How a gift ended. */
export type GiftEnd = 'redeemed' | 'expired' | 'voided';

type Ended = { gift: GiftMessage; end: GiftEnd };

/** What a card with buttons shows now, by its kind. */
export type CurrentCards = {
  decision: { approval: ApprovalView };
  /** Once it is approved, the giver is told what became of the request. */
  waiting: { approval: ApprovalView } | CurrentCards['update'];
  update: {
    recognitionId: string;
    update: GiverUpdate;
    /** What finance was asked for, and what became of it. */
    funds?: ApprovalView | undefined;
    /** What the giver was asked before it was cancelled. */
    question?: GiverQuestion | undefined;
    /** The gift waited for this approval when its giver withdrew it. */
    withdrawn?: ApprovalView | undefined;
  };
  /** Without an end while it is a card that its recipient chose, which is not bought yet. `isThanked`: its giver has heard of its recipient. */
  gift: { gift: GiftMessage; end: GiftEnd | undefined; wallets: Money[]; isThanked: boolean };
  post: PostedRecognition;
  claim: Ended;
  undelivered: { gift: GiftMessage; since: GiftEnd | 'on-its-way' | 'delivered' | { failed: string } };
  /** `link`: its page. */
  order: StoreOrder & { buyerName: string; link: string | undefined };
  balance: { personId: string; wallets: Money[]; unredeemed: UnredeemedGift[]; promo: PromoLot[] };
};

export type CurrentCard = { [K in CardKind]: { kind: K; facts: CurrentCards[K] } }[CardKind];

/** What a card shows now. `still`: what it shows already. `later`: an answer that tells it is on its way. */
export type Found<Facts> = { is: 'still' } | { is: 'later' } | { is: 'known'; facts: Facts };

type FindDeps = Pick<Deps, 'db' | 'clock' | 'reachable'>;
type Subject = { organizationId: string; id: string };

const STILL = { is: 'still' } as const;

const FINDERS: { [K in CardKind]: (deps: FindDeps, subject: Subject) => Promise<Found<CurrentCards[K]>> } = {
  decision: findDecision,
  waiting: findWaiting,
  update: findUpdate,
  gift: findGift,
  post: findPosted,
  claim: findEnd,
  undelivered: findUndelivered,
  order: async ({ db, reachable }, subject) => {
    const order = must(await findOrder(db, subject), `order ${subject.id}`);
    if (order.status === 'placed') return STILL;
    const { name: buyerName } = await getPerson(db, subject.organizationId, order.personId);
    return {
      is: 'known',
      facts: { ...order, buyerName, link: webUrl({ reachable }, `/orders/${order.id}`) },
    };
  },
  balance: async ({ db, clock }, person) => {
    const [wallets, unredeemed, lots] = await Promise.all([
      listWallets(db, person),
      listUnredeemedGifts(db, person),
      listLots(db, person),
    ]);
    const promo = spendableLots(lots, clock.now());
    return { is: 'known', facts: { personId: person.id, wallets, unredeemed, promo } };
  },
};

/** Finds what a card of this kind shows now. */
export async function findCurrentCard(
  deps: FindDeps,
  kind: CardKind,
  subject: Subject,
): Promise<Found<CurrentCard>> {
  const found = await FINDERS[kind](deps, subject);
  return found.is === 'known' ? { is: 'known', facts: { kind, facts: found.facts } as CurrentCard } : found;
}

async function findDecision({ db }: FindDeps, subject: Subject): Promise<Found<CurrentCards['decision']>> {
  const approval = await getApprovalView(db, subject);
  return approval.status === 'open' ? STILL : { is: 'known', facts: { approval } };
}

async function findWaiting(deps: FindDeps, subject: Subject): Promise<Found<CurrentCards['waiting']>> {
  const approval = await getApprovalView(deps.db, subject);
  const { status, organizationId, subjectId: id } = approval;
  if (status === 'open') return STILL;
  const update = await findUpdate(deps, { organizationId, id });
  return status === 'approved' || update.is === 'later' ? update : { is: 'known', facts: { approval } };
}

async function findUpdate(deps: FindDeps, subject: Subject): Promise<Found<CurrentCards['update']>> {
  const request = must(await findToldRequest(deps.db, subject), `recognition ${subject.id}`);
  if (request.isAnswerDue) return { is: 'later' };
  // It is being decided: the answer follows.
  if (request.stage === 'queued') return STILL;
  const update = await updateOf(deps, request, await getUpdateFacts(deps, [request]));
  const more = update.kind === 'cancelled' ? await findCancelled(deps, request) : undefined;
  const about = { organizationId: subject.organizationId, subjectId: subject.id };
  const funds =
    update.kind === 'refused' ? await findApprovalAbout(deps.db, { ...about, kind: 'funds' }) : undefined;
  return { is: 'known', facts: { recognitionId: subject.id, update, funds, ...more } };
}

/** Cancelled by its giver: instead of confirming it, or while it waited for an approver. */
async function findCancelled(
  deps: FindDeps,
  { organizationId, id }: ToldRequest,
): Promise<Pick<CurrentCards['update'], 'question' | 'withdrawn'>> {
  const withdrawn = await findApprovalAbout(deps.db, { organizationId, kind: 'gift', subjectId: id });
  if (withdrawn) return { withdrawn };
  return { question: await getQuestion(deps, { organizationId, id }) };
}

async function findGift(deps: FindDeps, subject: Subject): Promise<Found<CurrentCards['gift']>> {
  const ended = await findEnd(deps, subject);
  const { organizationId } = subject;
  const { recipientId } = await getGiftState(deps.db, subject);
  const found = ended.is === 'known' ? ended : await findChosen(deps, subject, recipientId);
  if (found.is !== 'known') return found;
  const wallets = await listWallets(deps.db, { organizationId, id: recipientId });
  return { is: 'known', facts: { ...found.facts, wallets, isThanked: await hasThanks(deps.db, subject) } };
}

/** What its recipient chose is said in its message, and that it is being bought. */
async function findChosen(
  deps: FindDeps,
  subject: Subject,
  recipientId: string,
): Promise<Found<{ gift: GiftMessage; end: undefined }>> {
  const gift = await getGiftMessage(deps, subject, recipientId);
  const isChosen = gift.card?.status === 'chosen' || gift.card?.status === 'ordered';
  return isChosen ? { is: 'known', facts: { gift, end: undefined } } : STILL;
}

async function findPosted({ db }: FindDeps, subject: Subject): Promise<Found<CurrentCards['post']>> {
  const post = await findPost(db, subject);
  return post ? { is: 'known', facts: post } : STILL;
}

async function findUndelivered(
  deps: FindDeps,
  subject: Subject,
): Promise<Found<CurrentCards['undelivered']>> {
  const ended = await findEnd(deps, subject);
  if (ended.is === 'known') return { is: 'known', facts: { gift: ended.facts.gift, since: ended.facts.end } };
  const { organizationId, id: giftId } = subject;
  const { status, lastError } = await getDeliveryState(deps.db, { organizationId, giftId });
  const { recipientId } = await getGiftState(deps.db, subject);
  const gift = await getGiftMessage(deps, subject, recipientId);
  if (status === 'failed') return { is: 'known', facts: { gift, since: { failed: lastError ?? '' } } };
  return { is: 'known', facts: { gift, since: status === 'sent' ? 'delivered' : 'on-its-way' } };
}

async function getGiftMessage({ db }: FindDeps, subject: Subject, recipientId: string): Promise<GiftMessage> {
  const [gift] = await getGiftsToDeliver(db, [subject]);
  const { name } = await getPerson(db, subject.organizationId, recipientId);
  return messageOf(must(gift, `gift ${subject.id}`), name);
}

/** Time ends a gift, too, some seconds before that is written. */
async function findEnd(deps: FindDeps, subject: Subject): Promise<Found<Ended>> {
  const { db, clock } = deps;
  const { status, expiresAt, recipientId } = await getGiftState(db, subject);
  const isOver = expiresAt !== null && expiresAt <= clock.now();
  const isOpen = status === 'reserved' || status === 'issued' || status === 'delivered';
  if (isOpen && !isOver) return STILL;
  const end = isOpen ? ('expired' as const) : status;
  return { is: 'known', facts: { gift: await getGiftMessage(deps, subject, recipientId), end } };
}
