import { peopleQueries, peopleUseCases } from './app/people.ts';
import { ledgerQueries, ledgerUseCases } from './app/ledger.ts';
import { budgetQueries, budgetUseCases } from './app/budget.ts';
import { giftQueries, giftUseCases } from './app/gift.ts';
import { approvalQueries, approvalUseCases } from './app/approval.ts';
import { messageQueries, messageUseCases } from './app/message.ts';
import { recognitionQueries, recognitionUseCases } from './app/recognition.ts';
import { cardUseCases } from './app/card.ts';
import { sessionQueries, sessionUseCases } from './app/session.ts';
import { walletQueries, walletUseCases } from './app/wallet.ts';
import { checkoutQueries, checkoutUseCases } from './app/checkout.ts';
import { rewardQueries, rewardUseCases } from './app/reward.ts';
import { storeQueries, storeUseCases } from './app/store.ts';
import { reportQueries, reportUseCases } from './app/report.ts';
import { webhookQueries, webhookUseCases } from './app/webhook.ts';
import { keysQueries, keysUseCases } from './app/keys.ts';
import { jobsQueries, jobsUseCases } from './app/jobs.ts';
import type { ApprovalEffects } from './usecases/kit/approval-effects.ts';
import type { Deps } from './usecases/kit/deps.ts';
import { requestRecognition } from './usecases/recognition/request-recognition.ts';
import { settleGiftCard } from './usecases/reward/settle-gift-card.ts';
import type { CheckoutEffects } from './usecases/kit/checkout-effects.ts';
import type { RewardEffects } from './usecases/kit/reward-effects.ts';
import { followCheckout, keepsForOrder, pathOfOrder } from './usecases/store/follow-checkout.ts';
import { followReward } from './usecases/store/follow-reward.ts';
import { closeWallet } from './usecases/wallet/close-wallet.ts';
import { takeBackPromo } from './usecases/wallet/take-back-promo.ts';

/** What is done when something of a later noun than approval is approved. */
const approvalEffects: ApprovalEffects = { promo: takeBackPromo, close: closeWallet };

/** Whoever checkouts and purchases pay for hears here what became of them; each leaves alone what is not its own. */
const checkoutEffects: CheckoutEffects = { moved: followCheckout, keeps: keepsForOrder, pathOf: pathOfOrder };
const rewardEffects: RewardEffects = {
  async settled(deps, tx, reward) {
    await settleGiftCard(deps, tx, reward);
    await followReward({ ...deps, checkoutEffects }, tx, reward);
  },
};

/** The use cases of each noun. The keys are what callers use: `app.gift.undo(…)`. */
const useCases = {
  people: peopleUseCases,
  ledger: ledgerUseCases,
  budget: budgetUseCases,
  gift: giftUseCases,
  approval: approvalUseCases,
  message: messageUseCases,
  recognition: recognitionUseCases,
  card: cardUseCases,
  session: sessionUseCases,
  wallet: walletUseCases,
  checkout: checkoutUseCases,
  reward: rewardUseCases,
  store: storeUseCases,
  report: reportUseCases,
  webhook: webhookUseCases,
  keys: keysUseCases,
  jobs: jobsUseCases,
};

/** The queries of each noun: `app.queries.gift.list(actor, …)`. */
const queries = {
  people: peopleQueries,
  ledger: ledgerQueries,
  budget: budgetQueries,
  gift: giftQueries,
  approval: approvalQueries,
  message: messageQueries,
  recognition: recognitionQueries,
  session: sessionQueries,
  wallet: walletQueries,
  checkout: checkoutQueries,
  reward: rewardQueries,
  store: storeQueries,
  report: reportQueries,
  webhook: webhookQueries,
  keys: keysQueries,
  jobs: jobsQueries,
};

/** Every use case and query with its dependencies bound: what chat, jobs, web and the CLI call. */
export function createApp(deps: Deps) {
  const bound = bindGroups({ rewardEffects, checkoutEffects, ...deps, approvalEffects }, useCases);
  return {
    ...bound,
    recognition: { ...bound.recognition, request: requestRecognition(deps) },
    queries: bindGroups(deps, queries),
  };
}

type Bound<F> = F extends (deps: never, ...args: infer A) => infer R ? (...args: A) => R : never;
type Group = Record<string, (deps: never, ...args: never[]) => unknown>;
type BoundGroups<G> = { [N in keyof G]: { [K in keyof G[N]]: Bound<G[N][K]> } };

function bindGroups<G extends Record<string, Group>>(
  deps: Deps & {
    approvalEffects?: ApprovalEffects;
    rewardEffects?: RewardEffects;
    checkoutEffects?: CheckoutEffects;
  },
  groups: G,
): BoundGroups<G> {
  const bound = Object.entries(groups).map(([noun, group]) => [noun, bindAll(deps, group)]);
  return Object.fromEntries(bound) as BoundGroups<G>;
}

function bindAll(deps: Deps, group: Group): Record<string, (...args: never[]) => unknown> {
  const bound = Object.entries(group).map(([name, run]) => [
    name,
    (...args: never[]) => run(deps as never, ...args),
  ]);
  return Object.fromEntries(bound) as Record<string, (...args: never[]) => unknown>;
}

export type App = ReturnType<typeof createApp>;
export type * from './app/people.ts';
export type * from './app/ledger.ts';
export type * from './app/budget.ts';
export type * from './app/gift.ts';
export type * from './app/approval.ts';
export type * from './app/message.ts';
export type * from './app/recognition.ts';
export type * from './app/card.ts';
export type * from './app/session.ts';
export type * from './app/wallet.ts';
export type * from './app/checkout.ts';
export type * from './app/reward.ts';
export type * from './app/store.ts';
export type * from './app/report.ts';
export type * from './app/webhook.ts';
export type * from './app/keys.ts';
export type * from './app/jobs.ts';
