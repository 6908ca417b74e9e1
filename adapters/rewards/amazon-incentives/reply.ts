/** An answer over HTTP; `body` is undefined when it is no JSON. */
export type Reply = { status: number; body: unknown; retryAfter: string | null };
