export type JobName =
  | 'issue-gifts'
  | 'deliver-gift'
  | 'answer-giver'
  | 'advance-approvals'
  | 'send-notification'
  | 'sweep'
  | 'seal-ledger';

export type Queue = {
  /** Enqueues rows that are due. Never rejects and takes at most a second: the sweep enqueues lost ones again. */
  enqueue(job: JobName, ids: readonly string[]): Promise<void>;
};
