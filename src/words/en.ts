import { accessPagesWords } from './en/access-pages.ts';
import { approvalWords } from './en/approval.ts';
import { budgetWords } from './en/budget.ts';
import { budgetPagesWords } from './en/budget-pages.ts';
import { commonWords } from './en/common.ts';
import { erasureWords } from './en/erasure.ts';
import { framePagesWords } from './en/frame-pages.ts';
import { giftWords } from './en/gift.ts';
import { giftPagesWords } from './en/gift-pages.ts';
import { overviewPagesWords } from './en/overview-pages.ts';
import { peopleWords } from './en/people.ts';
import { peoplePagesWords } from './en/people-pages.ts';
import { proposalWords } from './en/proposal.ts';
import { recognitionWords } from './en/recognition.ts';
import { recordWords } from './en/record.ts';
import { refusalWords } from './en/refusal.ts';
import { reportWords } from './en/report.ts';
import { reportPagesWords } from './en/report-pages.ts';
import { rewardPagesWords } from './en/reward-pages.ts';
import { sessionWords } from './en/session.ts';
import { sessionPagesWords } from './en/session-pages.ts';
import { setupPagesWords } from './en/setup-pages.ts';
import { storeWords } from './en/store.ts';
import { storePagesWords } from './en/store-pages.ts';
import { taxPagesWords } from './en/tax-pages.ts';
import { walletWords } from './en/wallet.ts';
import { walletPagesWords } from './en/wallet-pages.ts';

/** English. Messages are ICU MessageFormat; another language is a file with the same keys. */
export const en = {
  ...accessPagesWords,
  ...approvalWords,
  ...budgetWords,
  ...budgetPagesWords,
  ...commonWords,
  ...erasureWords,
  ...framePagesWords,
  ...giftWords,
  ...giftPagesWords,
  ...overviewPagesWords,
  ...peopleWords,
  ...peoplePagesWords,
  ...proposalWords,
  ...recognitionWords,
  ...recordWords,
  ...refusalWords,
  ...reportWords,
  ...reportPagesWords,
  ...rewardPagesWords,
  ...sessionWords,
  ...sessionPagesWords,
  ...setupPagesWords,
  ...storeWords,
  ...storePagesWords,
  ...taxPagesWords,
  ...walletWords,
  ...walletPagesWords,
} as const;
