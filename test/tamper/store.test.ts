import { describeAlterations } from './describe-alterations.ts';
import { STORE_ALTERATIONS } from './store.ts';

describeAlterations('the store', STORE_ALTERATIONS);
