import type { FormDefinition } from '../define-form.ts';
import { decline } from './decline.ts';

/** Every form, by the id of the action whose button opens it. */
export const forms: Readonly<Record<string, FormDefinition>> = { decline };
