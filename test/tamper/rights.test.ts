import { describeAlterations } from './describe-alterations.ts';
import { RIGHTS_ALTERATIONS } from './rights.ts';

describeAlterations('rights', RIGHTS_ALTERATIONS);
