import type { Deps } from './deps.ts';

/** The address of a page of ours, such as `/orders/…`, for messages; undefined while there are no pages. */
export function webUrl({ reachable }: Pick<Deps, 'reachable'>, path: string): string | undefined {
  return reachable.web === undefined ? undefined : `${reachable.web}${path}`;
}
