import type { ProposalKind } from '#src/domain/budget/proposal.ts';
import type { LateReturn } from '#src/domain/budget/late-returns.ts';
import type { Stored, StoredMoney } from '#src/domain/kit/money.ts';
import type { MonthReport } from './month-report.ts';
import type { WeekReport } from './week-report.ts';
import type { FileFormat } from '#src/domain/kit/file-format.ts';
import type { SpendDimension } from '#src/domain/kit/spend-dimension.ts';
import type { ImportTrouble } from '#src/domain/people/people-import.ts';
import type { OrderEnd } from '#src/domain/states.ts';
import type { Channel } from './channels.ts';

/**
 * The content of a notification: what its message needs and its subject's row does not hold. It never contains a code.
 */
export type NotificationBody =
  /** The subject of these is the approval. */
  | { kind: 'approval.asked'; detail: Record<string, never> }
  | { kind: 'approval.reminder'; detail: Record<string, never> }
  | { kind: 'approval.decided'; detail: Record<string, never> }
  /** Its subject is the budget's account. `until` is an ISO instant, `percent` one of the thresholds. */
  | {
      kind: 'budget.alert';
      detail: {
        department: string;
        percent: number;
        granted: StoredMoney;
        left: StoredMoney;
        until: string;
        timeZone: string;
      };
    }
  /** The subject of these is the gift. */
  | { kind: 'gift.undone'; detail: TakenBack }
  | { kind: 'gift.voided'; detail: TakenBack }
  /** `days` names the reminder: so many days before the last one. `claimBy`: an ISO instant; the day before it is the last. */
  | {
      kind: 'gift.reminder';
      detail: {
        giver: string;
        money: StoredMoney;
        claimBy: string;
        timeZone: string;
        days: number;
        /** It is to be chosen what it is. */
        isToChoose?: boolean;
      };
    }
  | { kind: 'gift.expired'; detail: Expired }
  /** `giver` is a name, `card` what the catalogue called it when it was given. */
  | { kind: 'gift.card-bought'; detail: { giver: string; card: string; money: StoredMoney } }
  | { kind: 'gift.card-failed'; detail: CardFailed }
  /** Its subject is the organization. Somebody is to choose a gift card, and there is none for them. `day`: it is told once a day. */
  | { kind: 'gift.no-card'; detail: { money: StoredMoney; day: string } }
  /** Its subject is the recognition. Others were to read of it, and do not. */
  | { kind: 'post.failed'; detail: { names: string[]; isShared?: boolean } }
  /** Its subject is the organization. `first`: the first row that breaks the rule. `day`: when it was found. */
  | { kind: 'ledger.broken'; detail: { rules: { name: string; first: string }[]; day: string } }
  | { kind: 'gift.undelivered'; detail: Undelivered }
  /** Its subject is the organization. What was given in a month that is over. */
  | { kind: 'report.month'; detail: MonthReport }
  /** Its subject is the organization. What a manager begins their week with. */
  | { kind: 'report.week'; detail: WeekReport }
  /** Its subject is its reader, whom it brings the spend of a month as a file. */
  | { kind: 'report.spend'; detail: { by: SpendDimension; format: FileFormat; month: string } }
  /** Its subject is the organization. People were not brought up to date. `place`: of the file. `day`: it is told once a day. */
  | { kind: 'people.not-synced'; detail: NotSynced }
  /** Its subject is the person. `to`: their address until now, to which it goes; `by`: a name, or empty. `at`: an ISO instant. */
  | { kind: 'address.changed'; detail: { to: string; by: string; at: string } }
  /** Its subject is the token, which ended because `owner` left: the directory can bring nobody any more. */
  | { kind: 'directory.ended'; detail: { owner: string; token: string } }
  /** Its subject is the gift; `recipient` is a name, `text` what they wrote, or empty. */
  | { kind: 'gift.thanked'; detail: { recipient: string; money: StoredMoney; text: string } }
  /** Codes are tried out. Its subject is the person who is locked until then, or the organization. `until`: an ISO instant. */
  | { kind: 'codes.guessed'; detail: { where: 'person' | 'address' | 'everywhere'; until: string } }
  /** Its subject is the sign-in. What the mail holds is made when it is written, and kept nowhere. */
  | { kind: 'sign-in.asked'; detail: Record<string, never> }
  /** Its subject is the session. `at`: an ISO instant. */
  | { kind: 'session.opened'; detail: { userAgent: string; address: string; at: string; timeZone: string } }
  /** The subject of these is the grant. */
  | { kind: 'promo.granted'; detail: Promo }
  | { kind: 'promo.expiring'; detail: Promo }
  | { kind: 'promo.expired' | 'promo.taken-back'; detail: Omit<Promo, 'expiresAt' | 'timeZone'> }
  /** The subject of this is the report. `recipient` and `by` are names. */
  | {
      kind: 'code.reported';
      detail: { recipient: string; by: string; money: StoredMoney; lastFour: string; reason: string };
    }
  /** The subject of this is the approval. `recipient` is a name, and `isOwn` tells whether it is the reader's. */
  | { kind: 'code.reissued'; detail: { recipient: string; money: StoredMoney; isOwn: boolean } }
  /** The subject of these is the wallet's owner. `at`: when it was done. */
  | { kind: 'wallet.frozen'; detail: { reason: string; at: string } }
  | { kind: 'wallet.unfrozen'; detail: { reason: string; at: string } }
  | { kind: 'wallet.closed'; detail: { money: StoredMoney; way: string; reason: string } }
  /** Its subject is what came back of a checkout, too late for a wallet that was closed. `name`: whose wallet that was. */
  | { kind: 'wallet.adjusted'; detail: { name: string; money: StoredMoney; way: string } }
  /** Who did what is unusual, by name. `day`: a rule tells of a person once a day. */
  | {
      kind: 'guard.fired';
      detail: { name: string; rule: string; found: number; limit: number; measure: string; day: string };
    }
  /** The subject of these is the organization. `provider`: the name of its adapter. `day`: it is told once a day. */
  | { kind: 'reward.paused'; detail: { provider: string; reason: string; day: string } }
  | { kind: 'reward.unmatched'; detail: { provider: string; count: number; day: string } }
  /** Its subject is the webhook. */
  | { kind: 'webhook.trouble'; detail: WebhookTrouble }
  /** Its subject is the product. `value`: what one code is worth. `at`: when there were too few. */
  | { kind: 'stock.low'; detail: { product: string; value: StoredMoney; left: number; at: string } }
  | OrderNews
  | FactorNews
  | ProposalNews;

/** What becomes of an order. The subject is the order; `item` and `buyer` are names. */
export type OrderNews =
  /** For whoever sees to it. */
  | { kind: 'order.placed'; detail: { item: string; money: StoredMoney; buyer: string } }
  /** For its buyer; `isToReveal`: it brought a code or a card, to be looked at. `note`: of whoever saw to it, or empty. */
  | { kind: 'order.started'; detail: { item: string; money: StoredMoney } }
  | {
      kind: 'order.fulfilled';
      detail: { item: string; money: StoredMoney; note: string; isToReveal: boolean };
    }
  /** For its buyer or whoever sees to it. `reason`: what people wrote, or empty. */
  | { kind: 'order.cancelled' | 'order.refunded'; detail: OrderOver };

type OrderOver = {
  to: 'buyer' | 'fulfiller';
  item: string;
  money: StoredMoney;
  buyer: string;
  why: OrderEnd;
  reason: string;
};

/**
 * A change of money rules that needs a second person; the subject is the proposal. `proposer` and `decider` are names. `money`: what it
 * comes to; null where it takes a limit away.
 */
export type ProposalNews =
  | {
      kind: 'proposal.made';
      detail: { proposer: string; change: ProposalKind; money: StoredMoney | null; reason: string };
    }
  | {
      kind: 'proposal.decided';
      detail: { decider: string; change: ProposalKind; status: 'confirmed' | 'declined'; reason: string };
    };

/** What became of the reader's second factor. The subject is the factor, the code, the request, or the activity that says so. */
export type FactorNews =
  | { kind: 'factor.added'; detail: { isReplaced: boolean } }
  | { kind: 'factor.ended'; detail: Record<string, never> }
  /** `left`: recovery codes that are not used. */
  | { kind: 'factor.recovery-used'; detail: { left: number } }
  | { kind: 'factor.codes-renewed'; detail: Record<string, never> }
  /** `isReader`: it is about whoever reads it, not about `name`, whom an admin is asked to confirm it for. */
  | { kind: 'factor.reset-asked'; detail: { asker: string; name: string; reason: string; isReader: boolean } }
  | { kind: 'factor.reset'; detail: { asker: string; confirmer: string } };

/**
 * What a webhook's calls came to. `host`: of its address. `since`: an ISO instant, since when no call went well. `failing`: it is
 * still called; `disabled`: no more; `gone`: it said itself that it wants no more.
 */
export type WebhookTrouble = { host: string; state: 'failing' | 'disabled' | 'gone'; since: string };

/** Why people were not brought up to date: `held` when too many would have left. `said`: what was answered. `bad`: how many rows. */
export type NotSynced = {
  place: string;
  why: ImportTrouble | 'held';
  said: string;
  leaving: number;
  active: number;
  bad: number;
  day: string;
};

/** What was granted or is left of it, and why. `expiresAt` is an ISO instant, `timeZone` that of the department which paid. */
type Promo = { money: StoredMoney; reason: string; expiresAt: string; timeZone: string };

/** `recipient` is a name, `reason` what the platforms said, for the people who look into it. */
export type Undelivered = {
  recipient: string;
  money: StoredMoney;
  reason: string;
  /** The ways that were tried; rows of an older version do not name them, nor anything below. */
  tried?: { channel: Channel; platform?: string }[];
  isInactive?: boolean;
  hasAddress?: boolean;
  /** How often its message had been asked for again. */
  resent?: number;
};

/** `giver` is a name. `late` tells the giver where the money went, if the period that had paid it was over. */
type TakenBack = {
  giver: string;
  money: StoredMoney;
  reason: string;
  late?: Stored<LateReturn> | undefined;
};

/** `to`: whom it tells. `late` tells the giver where the money went, if the period that had paid it was over. */
type Expired = {
  to: 'giver' | 'recipient';
  giver: string;
  recipient: string;
  money: StoredMoney;
  late?: Stored<LateReturn> | undefined;
};

/** `left`: its recipient has left. `reason`: what the provider said, for those who look into it. */
type CardFailed = {
  to: 'recipient' | 'keeper';
  giver: string;
  recipient: string;
  card: string;
  money: StoredMoney;
  why: 'left' | 'rejected';
  reason: string;
};

/** Asks for a decision, reminds of one or reports it; tells how full a budget is, what became of a gift, of credit, of a wallet, of an order, of a webhook or of a second factor; brings a link to sign in, or tells of a new device. */
export type NotificationKind = NotificationBody['kind'];

/** Who is told what by a notification. `subjectId`: see `NotificationBody`. */
export type Notification = { personId: string; subjectId: string } & NotificationBody;

/**
 * What a notification is about: the same thing is told only once. For a budget, each threshold counts separately, and
 * for a gift, each time that it was sent again.
 */
export function notificationKey(notification: Notification): string {
  const { kind, subjectId, personId } = notification;
  return [kind, subjectId, ...whichOf(notification), personId].join(':');
}

function whichOf(notification: Notification): (number | string)[] {
  if (notification.kind === 'budget.alert') return [notification.detail.percent];
  if (notification.kind === 'ledger.broken') return [notification.detail.day];
  if (notification.kind === 'report.spend') return [notification.detail.month];
  if (notification.kind === 'report.month') return [notification.detail.month];
  if (notification.kind === 'report.week') return [notification.detail.week];
  if (notification.kind === 'codes.guessed')
    return [notification.detail.until.slice(0, 'YYYY-MM-DDTHH'.length)];
  if (notification.kind === 'wallet.frozen' || notification.kind === 'wallet.unfrozen') {
    return [notification.detail.at];
  }
  if (notification.kind === 'people.not-synced') {
    return [notification.detail.why, notification.detail.day];
  }
  if (notification.kind === 'address.changed') return [notification.detail.at];
  if (notification.kind === 'stock.low') return [notification.detail.at];
  if (notification.kind === 'guard.fired') return [notification.detail.rule, notification.detail.day];
  if (notification.kind === 'reward.paused' || notification.kind === 'reward.unmatched') {
    return [notification.detail.provider, notification.detail.day];
  }
  if (notification.kind === 'webhook.trouble') {
    return [notification.detail.state, notification.detail.since];
  }
  if (notification.kind === 'gift.no-card') {
    return [
      notification.detail.money.amountMinor,
      notification.detail.money.currency,
      notification.detail.day,
    ];
  }
  if (notification.kind === 'gift.reminder') return [notification.detail.days];
  const resent = notification.kind === 'gift.undelivered' ? notification.detail.resent : undefined;
  return resent ? [resent] : [];
}
