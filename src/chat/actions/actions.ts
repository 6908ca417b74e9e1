import type { ActionHandler } from '../define-action.ts';
import { claim } from './claim.ts';
import { redeem } from './redeem.ts';

/** Every button, by the id that its card gives it. */
export const actions: Readonly<Record<string, ActionHandler>> = { claim, redeem };
