import { countRefused } from '#src/db/queries/recognition/count-refused.ts';
import { findRecognitionState } from '#src/db/queries/recognition/find-recognition-state.ts';
import { listDeliveriesOfRecognition } from '#src/db/queries/recognition/list-deliveries-of-recognition.ts';
import { listRequests } from '#src/db/queries/recognition/list-requests.ts';
import { findCurrentUpdate } from '#src/usecases/card/find-current-update.ts';
import { answers } from '#src/usecases/recognition/answers.ts';
import { cancelRecognition } from '#src/usecases/recognition/cancel-recognition.ts';
import { confirmRecognition } from '#src/usecases/recognition/confirm-recognition.ts';
import { findBulkGiven } from '#src/usecases/recognition/find-bulk-given.ts';
import { findBulkProgress } from '#src/usecases/recognition/find-bulk-progress.ts';
import { findOtherBatch } from '#src/usecases/recognition/find-other-batch.ts';
import { findQuestion } from '#src/usecases/recognition/find-question.ts';
import { giveInBulk } from '#src/usecases/recognition/give-in-bulk.ts';
import { inviteRecipients } from '#src/usecases/recognition/invite-recipients.ts';
import { issueGifts } from '#src/usecases/recognition/issue-gifts.ts';
import { listWaysToGiver } from '#src/usecases/recognition/list-ways-to-giver.ts';
import { posts } from '#src/usecases/recognition/posts.ts';
import { releaseAnswer } from '#src/usecases/recognition/release-answer.ts';
import { replayRules } from '#src/usecases/recognition/replay-rules.ts';
import { sayThanks } from '#src/usecases/recognition/say-thanks.ts';
import { startBulk } from '#src/usecases/recognition/start-bulk.ts';
import { takeTurns } from '#src/usecases/recognition/take-turns.ts';
import { toggleApplause } from '#src/usecases/recognition/toggle-applause.ts';
import { from, fromDb } from './from.ts';

export const recognitionUseCases = {
  applaud: toggleApplause,
  cancel: cancelRecognition,
  confirm: confirmRecognition,
  giveInBulk,
  inviteRecipients,
  issue: issueGifts,
  leaseAnswers: answers.lease,
  leasePosts: posts.lease,
  listWaysToGiver,
  recordAnswers: answers.record,
  recordPosts: posts.record,
  releaseAnswer,
  sayThanks,
  startBulk,
  takeTurns,
};

export const recognitionQueries = {
  find: fromDb('recognition', findRecognitionState),
  findBulkGiven: from('recognition', findBulkGiven),
  findBulkProgress: from('recognition', findBulkProgress),
  findOtherBatch: from('recognition', findOtherBatch),
  findCurrentUpdate: from('recognition', findCurrentUpdate),
  findQuestion: from('recognition', findQuestion),
  countRefused: fromDb('recognition', countRefused),
  list: fromDb('recognition', listRequests),
  listDeliveries: fromDb('recognition', listDeliveriesOfRecognition),
  replayRules: from('recognition', replayRules),
};

export type { RefusedCount } from '#src/db/queries/recognition/count-refused.ts';
export type { RecognitionState } from '#src/db/queries/recognition/find-recognition-state.ts';
export type { DeliveryState } from '#src/db/queries/recognition/list-deliveries-of-recognition.ts';
export type { ListedRequest } from '#src/db/queries/recognition/list-requests.ts';
export type { AnswerToSend } from '#src/usecases/recognition/answers.ts';
export type { OutsideRecipient } from '#src/usecases/recognition/invite-recipients.ts';
export type { PostToSend } from '#src/usecases/recognition/posts.ts';
export type { Replayed, ReplayedRequest, RulesToTry } from '#src/usecases/recognition/replay-rules.ts';
