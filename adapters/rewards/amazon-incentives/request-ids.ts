import { providerKeyOf } from '#src/domain/reward/provider-key.ts';
import type { AmazonConfig } from './amazon-config.ts';

/** The `creationRequestId` of a purchase: the partner's id and ours, at most 40 characters. */
export function requestIdOf({ partnerId }: AmazonConfig, key: string): string {
  return `${partnerId}${providerKeyOf(key)}`;
}
