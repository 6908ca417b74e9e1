import { describeAlterations } from './describe-alterations.ts';
import { CHAIN_ALTERATIONS } from './chain.ts';

describeAlterations('record or seals', CHAIN_ALTERATIONS);
