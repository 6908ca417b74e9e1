import type { Giver, Recipient } from '#src/domain/budget/giver.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { Right } from '#src/domain/people/access.ts';
import type { RecognitionStatus } from '#src/domain/states.ts';

/** A request as it is decided: what was asked for, without what came of it. */
export type AskedRecognition = {
  organizationId: string;
  id: string;
  /** The platform or entrance it came by, and that one's own id of the request: together they name it once. */
  source: string;
  requestId: string;
  giver: PersonRef;
  recipients: PersonRef[];
  /** For each recipient, a plain decimal. */
  amount: string;
  currency: string | null;
  message: string;
  occasion: string;
  /** Whose budget pays, where it is not the giver's own department's. */
  payingDepartmentId: string | null;
  /** When the giver said that they mean it, whatever there may be to ask them. */
  confirmedAt: Date | null;
};

/** A request as it stands. */
export type Recognition = AskedRecognition & {
  status: RecognitionStatus;
  channelId: string | null;
  giverId: string | null;
  departmentId: string | null;
  refusal: Refusal | null;
  reviewReasons: ReviewReason[];
  createdAt: Date;
};

/** A request with everybody in it looked up. */
export type ResolvedRecognition = {
  recognition: AskedRecognition;
  giver: Giver | undefined;
  recipients: Recipient[];
  /** Why its people cannot be given to, found while they were looked up. */
  refusal?: Refusal;
  /** What the giver needs for it; `give` when it is left out. */
  right?: Right | undefined;
};

/** What was decided of a request, for now or finally. */
export type DecidedRecognition = {
  recognition: AskedRecognition;
  giverId: string | null;
  departmentId: string | null;
  status: 'issued' | 'awaiting_approval' | 'awaiting_confirmation' | 'refused';
  refusal: Refusal | null;
  reviewReasons: readonly ReviewReason[];
};

/** A request as it stands after its giver answered; `isChanged` when their answer counted. */
export type AnsweredQuestion = { recognition: Recognition; isChanged: boolean };

/**
 * The request as it stands: `isRepeat` when it was accepted before, with whatever came of it since. `recipientNames` has
 * everybody once, however often the request names them.
 */
export type AcceptedRecognition = { recognition: Recognition; isRepeat: boolean; recipientNames: string[] };
