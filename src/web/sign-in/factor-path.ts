import type { FactorGate } from '#src/domain/session/factor-gate.ts';

/** Where somebody goes who is asked for a second factor, or has to set one up first; `back`: where they were on their way to. */
export function factorPath(gate: Exclude<FactorGate, 'open'>, back: string | undefined): string {
  const path = gate === 'ask' ? '/second-factor/code' : '/second-factor';
  return back === undefined ? path : `${path}?back=${encodeURIComponent(back)}`;
}
