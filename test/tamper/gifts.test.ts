import { describeAlterations } from './describe-alterations.ts';
import { GIFT_ALTERATIONS } from './gifts.ts';

describeAlterations('gifts', GIFT_ALTERATIONS);
