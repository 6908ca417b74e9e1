import type { ListedActivity } from '#src/app.ts';

/** What the record tells of an activity apart from the digest of an address, which nobody can read. */
export function readableDetail({ detail }: Pick<ListedActivity, 'detail'>): Record<string, unknown> {
  const { address: _address, ...rest } = detail;
  return rest;
}
