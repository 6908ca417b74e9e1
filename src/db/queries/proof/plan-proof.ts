import type { Reader } from '#src/db/kit/schema.ts';
import type { Plan, VerifyOptions } from './proof-steps.ts';
import { listSince, sealSteps } from './seal-steps.ts';
import { planSince } from './since-steps.ts';
import { findTouched } from './touched.ts';
import { planRules } from './whole-steps.ts';

/** The steps of a proof, each of which a snapshot can take by itself. */
export async function planProof(snapshot: Reader, options: VerifyOptions): Promise<Plan> {
  const seals = await sealSteps(snapshot, options);
  const since = options.since && (await listSince(snapshot, options.since));
  const touched = since && (await findTouched(snapshot, since));
  if (!options.since || !since || !touched) {
    const whole = options.since ? await sealSteps(snapshot, { ...options, since: undefined }) : seals;
    const { steps, later } = await planRules(snapshot);
    return { steps: [...whole, ...steps], later, isWhole: true };
  }
  const { steps, later } = planSince({ heads: options.since, since, touched });
  return { steps: [...seals, ...steps], later, isWhole: false };
}
