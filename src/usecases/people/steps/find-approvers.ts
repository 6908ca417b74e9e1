import { findDelegates, listDeciders } from '#src/db/people/approver.ts';
import type { Reader } from '#src/db/kit/schema.ts';
import {
  chooseApprovers,
  type ApproverQuery,
  type Decider,
  withDecider,
} from '#src/domain/approval/approvers.ts';

/** The ids of the people who may decide now; a delegate replaces somebody who is away. `instead`: as if somebody had another role. */
export async function findApprovers(
  db: Reader,
  { instead, ...question }: ApproverQuery & { organizationId: string; instead?: Decider | undefined },
  now: Date,
): Promise<string[]> {
  const { organizationId } = question;
  const deciders = await listDeciders(db, organizationId);
  const delegates = await findDelegates(db, organizationId, now);
  return chooseApprovers(question, instead ? withDecider(deciders, instead) : deciders, delegates);
}
