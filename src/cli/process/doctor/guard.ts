import type { Finding } from '#src/ports/doctor.ts';
import { explainFault } from '#src/cli/kit/explain-fault.ts';

const TIMEOUT_MS = 20_000;

/** A check. It may throw: that is a finding too. */
export type Check = () => Promise<Finding[]>;

/** Runs a check. One that throws or hangs becomes a problem, so that the other checks are still reported. */
export async function guard(subject: string, check: Check): Promise<Finding[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${TIMEOUT_MS / 1_000} s`)), TIMEOUT_MS);
  });
  try {
    return await Promise.race([check(), late]);
  } catch (error) {
    return [{ subject, level: 'problem', message: explainFault(error) }];
  } finally {
    clearTimeout(timer);
  }
}
