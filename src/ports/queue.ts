export type JobName =
  | 'issue-gifts'
  | 'deliver-gift'
  | 'answer-giver'
  | 'tend-approvals'
  | 'send-notice'
  | 'sweep'
  | 'seal-ledger';

export type Queue = {
  /** Rings for rows that are due. Never rejects and takes at most a second: the sweep rings again for what was lost. */
  ring(job: JobName, ids: readonly string[]): Promise<void>;
};
