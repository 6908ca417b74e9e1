import { codeOf } from '#src/kit/errors.ts';
const ANSWER_TIMEOUT_MS = 2_000;

/** A proxy with nothing behind it. */
const GATEWAY_ERRORS: readonly number[] = [502, 503, 504];

/** Who answers at a web address: Largesse, something else, or nobody. */
export async function whoAnswers(url: string): Promise<'largesse' | 'another' | 'nobody'> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    if (GATEWAY_ERRORS.includes(answer.status)) return 'nobody';
    return answer.ok && (await answer.text()) === '{"status":"ok"}' ? 'largesse' : 'another';
  } catch (error) {
    // What answers and is not understood does not speak as we do; what is refused or takes too long is not there.
    return isAbsent(error) ? 'nobody' : 'another';
  }
}

const ABSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

function isAbsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || ABSENT.includes(codeOf(error.cause) ?? '');
}
