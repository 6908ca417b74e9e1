import { codeOf } from '#src/kit/errors.ts';
const ANSWER_TIMEOUT_MS = 2_000;

/** Errors of a proxy with nothing behind it. */
const GATEWAY_ERRORS: readonly number[] = [502, 503, 504];

/** Who answers at a URL: Largesse, something else, or nobody. */
export async function whoAnswers(url: string): Promise<'largesse' | 'another' | 'nobody'> {
  try {
    const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) });
    if (GATEWAY_ERRORS.includes(answer.status)) return 'nobody';
    return answer.ok && (await answer.text()) === '{"status":"ok"}' ? 'largesse' : 'another';
  } catch (error) {
    // An answer we do not understand comes from another program; a refusal or a timeout means nobody is there.
    return isAbsent(error) ? 'nobody' : 'another';
  }
}

const ABSENT = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT'];

function isAbsent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.name === 'TimeoutError' || ABSENT.includes(codeOf(error.cause) ?? '');
}
