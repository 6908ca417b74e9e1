import type { ProviderAnswer } from '#test/servers/provider-http.ts';

/** An error as Stripe words it. */
export function stripeError(
  status: number,
  error: { type: string; code?: string; decline_code?: string; message?: string; payment_intent?: object },
): ProviderAnswer {
  return { status, body: { error: { message: 'What went wrong, in words', ...error } } };
}

export function invalid(code: string, status = 400): ProviderAnswer {
  return stripeError(status, { type: 'invalid_request_error', code });
}
