import { exportLedgerWithin } from '#src/db/queries/ledger/export-ledger-within.ts';
import { listActivities } from '#src/db/queries/ledger/list-activities.ts';
import { listEntriesOfGift } from '#src/db/queries/ledger/list-entries-of-gift.ts';
import { findProofWithin } from '#src/db/queries/proof/find-proof-within.ts';
import { proveLedger } from '#src/db/queries/proof/prove-ledger.ts';
import { askForProof } from '#src/usecases/ledger/ask-for-proof.ts';
import { findDueProof } from '#src/usecases/ledger/find-due-proof.ts';
import { keepHeads } from '#src/usecases/ledger/keep-heads.ts';
import { recordProof } from '#src/usecases/ledger/record-proof.ts';
import { sealLedger } from '#src/usecases/ledger/seal-ledger.ts';
import { from, fromDb } from './from.ts';

export const ledgerUseCases = { askForProof, findDueProof, keepHeads, recordProof, seal: sealLedger };

export const ledgerQueries = {
  export: fromDb('ledger', exportLedgerWithin),
  findProof: from('ledger', findProofWithin),
  listActivities: fromDb('ledger', listActivities),
  listEntriesOfGift: fromDb('ledger', listEntriesOfGift),
  prove: from('ledger', proveLedger),
};

export type { JournalLanguage } from '#src/db/queries/ledger/export-ledger.ts';
export type { ActivityFilter, ListedActivity } from '#src/db/queries/ledger/list-activities.ts';
export type { ListedLeg } from '#src/db/queries/ledger/list-entries-of-gift.ts';
export type { BooksState } from '#src/db/queries/proof/find-proof-within.ts';
export type { ProvenLedger } from '#src/db/queries/proof/prove-ledger.ts';
