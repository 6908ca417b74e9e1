import type { Giver, Recipient } from '#src/domain/budget/giver.ts';
import type { ReviewReason } from '#src/domain/budget/giving-rules.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { PendingReason } from '#src/domain/people/identity.ts';
import type { PersonRef } from '#src/domain/people/person-ref.ts';
import type { Right } from '#src/domain/people/access.ts';
import type { RecognitionStatus } from '#src/domain/states.ts';

/** How many characters a message to recipients may have. */
export const MAX_MESSAGE_LENGTH = 3_000;

/** A request to be decided: what was asked for, without any result. */
export type AskedRecognition = {
  organizationId: string;
  id: string;
  /** The platform or entrance it came through, and that one's own id for it. Together they identify it. */
  source: string;
  requestId: string;
  giver: PersonRef;
  recipients: PersonRef[];
  /** For each recipient, a plain decimal. */
  amount: string;
  currency: string | null;
  message: string;
  occasion: string;
  /** Whose budget pays, if not the giver's own department's. */
  payingDepartmentId: string | null;
  /** When the giver confirmed it, whatever there might be to ask. */
  confirmedAt: Date | null;
};

/** A request in its current state. */
export type Recognition = AskedRecognition & {
  status: RecognitionStatus;
  channelId: string | null;
  giverId: string | null;
  departmentId: string | null;
  refusal: Refusal | null;
  reviewReasons: ReviewReason[];
  createdAt: Date;
};

/** A request with everybody in it resolved. */
export type ResolvedRecognition = {
  recognition: AskedRecognition;
  giver: Giver | undefined;
  recipients: Recipient[];
  /** Why its people cannot receive gifts, found while they were looked up. */
  refusal?: Refusal;
  /** Set when who the giver is, or their rights, wait for an admin's word. */
  giverPending?: { platform: string; number: number; reason: PendingReason };
  /** The right that the giver needs; defaults to `give`. */
  right?: Right | undefined;
};

/** What was decided about a request, for now or finally. */
export type DecidedRecognition = {
  recognition: AskedRecognition;
  giverId: string | null;
  departmentId: string | null;
  status: 'issued' | 'awaiting_approval' | 'awaiting_confirmation' | 'refused';
  refusal: Refusal | null;
  reviewReasons: readonly ReviewReason[];
};

/** A request after its giver's answer; `isChanged` if the answer counted. */
export type AnsweredQuestion = { recognition: Recognition; isChanged: boolean };

/**
 * The request in its current state: `isRepeat` when it was accepted before, with any results since. `recipientNames`
 * lists everybody once, however often the request names them; a name is empty if nobody knows it yet.
 */
export type AcceptedRecognition = { recognition: Recognition; isRepeat: boolean; recipientNames: string[] };
