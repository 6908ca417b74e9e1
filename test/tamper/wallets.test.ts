import { describeAlterations } from './describe-alterations.ts';
import { WALLET_ALTERATIONS } from './wallets.ts';

describeAlterations('wallets', WALLET_ALTERATIONS);
