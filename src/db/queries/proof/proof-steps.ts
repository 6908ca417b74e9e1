import type { Reader } from '#src/db/kit/schema.ts';
import type { Read } from '#src/db/kit/snapshot.ts';
import type { KeptHead } from '#src/domain/ledger/audit-head.ts';
import type { ProvenHead } from '#src/domain/ledger/proof.ts';
import type { KeyRing } from '#src/ports/keys.ts';

/** `keys`: without them, signatures are not checked. `heads`: those that were kept outside. */
export type VerifyOptions = {
  keys: Pick<KeyRing, 'ids' | 'isSigned'> | undefined;
  heads?: readonly KeptHead[];
  /** What an earlier proof found, to walk only what is new since. The caller knows that it held, and that nobody else wrote it. */
  since?: readonly ProvenHead[] | undefined;
  /** Told after each step. */
  onStep?: (done: number, all: number) => void;
};

/** One step of a proof: several may look for breaks of the same rule. */
export type Step = { name: string; find: Read<string[]>; isPreparing?: true };

/** `later`: the rules whose steps are known only when all others were taken. */
export type Plan = {
  steps: Step[];
  later?: { names: readonly string[]; plan: (snapshot: Reader) => Promise<Step[]> } | undefined;
  isWhole: boolean;
};
