import type { Refusal } from '#src/domain/outcome.ts';
import { type Actor, mayAct } from '#src/domain/people/access.ts';

/** Why somebody may not say how gifts are taxed; undefined for finance, admins and the operator. */
export function refuseTax(actor: Actor): Refusal | undefined {
  if ('operator' in actor || mayAct(actor, 'set-tax')) return undefined;
  return { kind: 'not-allowed', role: actor.role };
}
