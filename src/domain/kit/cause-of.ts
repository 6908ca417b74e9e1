/** Why a fetch failed, in a few words. It hides what happened in `cause`. */
export function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no reason given';
  if (error.cause !== undefined) return causeOf(error.cause);
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message || error.name;
}
