import { describeAlterations } from './describe-alterations.ts';
import { REQUEST_ALTERATIONS } from './requests.ts';

describeAlterations('requests', REQUEST_ALTERATIONS);
