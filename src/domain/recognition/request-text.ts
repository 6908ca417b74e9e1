import { jsonbText } from '#src/domain/ledger/jsonb-text.ts';
import { jsonArrayText } from '#src/domain/ledger/record-text.ts';
import type { AskedRecognition } from './recognition.ts';

/** A request with when it was taken in. */
export type TakenRequest = AskedRecognition & { createdAt: Date };

/** The text that is signed for a request: all that decides who gives what to whom. */
export function requestText(request: TakenRequest): string {
  return jsonArrayText([
    'request',
    request.organizationId,
    request.id,
    request.source,
    request.requestId,
    jsonbText(request.giver),
    jsonbText(request.recipients),
    request.amount,
    request.currency,
    request.message,
    request.occasion,
    request.payingDepartmentId,
    request.confirmedAt && request.confirmedAt.getTime(),
    request.createdAt.getTime(),
  ]);
}
