import type { LockedApproval } from '#src/db/approval/approval.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import type { Outcome } from '#src/domain/outcome.ts';
import type { ApprovalKind } from '#src/domain/states.ts';
import type { Deps } from './deps.ts';

/** What is done in the transaction that approves something. While it cannot be done it refuses, and the approval stays open. */
export type ApprovalEffect = (
  deps: Pick<Deps, 'newId' | 'keys' | 'log'>,
  tx: Tx,
  approval: LockedApproval,
) => Promise<Outcome<undefined>>;

/** The effects of what later nouns ask for: approvals know nothing of them, so `src/app.ts` hands them in. */
export type ApprovalEffects = Record<
  Exclude<ApprovalKind, 'gift' | 'funds' | 'void' | 'reissue'>,
  ApprovalEffect
>;
