import { describeAlterations } from './describe-alterations.ts';
import { MONEY_ALTERATIONS } from './money.ts';

describeAlterations('money', MONEY_ALTERATIONS);
