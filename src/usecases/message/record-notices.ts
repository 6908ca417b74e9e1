import { saveNoticesSent } from '#src/db/message/notice.ts';
import type { NoticeOrder } from './claim-notices.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { type Attempt, type NextStep, recordAttempts, sentMessage } from './steps/record-attempts.ts';

/** Writes what came of attempts to send notices; see `recordAttempts`. */
export async function recordNotices(
  deps: Pick<Deps, 'db' | 'clock'>,
  attempts: readonly Attempt<NoticeOrder>[],
): Promise<NextStep[]> {
  return recordAttempts(deps, 'send-notice', attempts, {
    since: ({ createdAt }) => createdAt,
    saveSent: (sent) => saveNoticesSent(deps.db, sent.map(sentMessage), deps.clock.now()),
  });
}
