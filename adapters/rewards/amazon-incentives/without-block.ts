import type { AmazonFailure } from './failure-of.ts';

/** A failure of a call other than an order: what is blocked may be asked for again. */
export function withoutBlock(failure: AmazonFailure): Exclude<AmazonFailure, { kind: 'blocked' }> {
  return failure.kind === 'blocked' ? { kind: 'unknown', fault: failure.reason } : failure;
}
