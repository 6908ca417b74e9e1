import type { Giver, Recipient } from '#src/domain/budget/giver.ts';
import type { Refusal } from '#src/domain/outcome.ts';
import type { Right } from '#src/domain/people/access.ts';
import type { ResolvedRecognition } from '#src/domain/recognition/recognition.ts';

/** Of a request, what decisions look at. */
export type Wish = {
  id: string;
  giver: Giver | undefined;
  recipients: Recipient[];
  amount: string;
  currency: string | null;
  isConfirmed: boolean;
  refusal?: Refusal;
  right?: Right | undefined;
  giverPending?: NonNullable<ResolvedRecognition['giverPending']>;
};

/** A request with everybody in it looked up. */
export function resolved({ id, amount, currency, isConfirmed, ...people }: Wish): ResolvedRecognition {
  return {
    recognition: {
      organizationId: 'acme',
      id,
      source: 'slack',
      requestId: id,
      giver: { by: 'name', name: 'morgan' },
      recipients: [],
      amount,
      currency,
      message: '',
      occasion: '',
      payingDepartmentId: null,
      confirmedAt: isConfirmed ? new Date('2026-11-16T00:00:00Z') : null,
    },
    ...people,
  };
}
