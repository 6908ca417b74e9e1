import type { Deps } from '#src/usecases/kit/deps.ts';

/** What is seen of whoever redeems; nothing of it in chat. */
export type Seen = {
  /** The address that the request came from. Only a digest of it is kept. */
  address?: string | undefined;
  /** What their browser calls itself, which is all that tells one device from another. */
  userAgent?: string | undefined;
  /** They passed a second factor minutes ago. */
  hasSecondFactor?: boolean | undefined;
};

/** The address as the record keeps it: a digest under our key, so that nobody can find out which one it was. */
export function addressOf(
  { keys }: Pick<Deps, 'keys'>,
  { address }: Seen,
): { address: string } | Record<string, never> {
  if (address === undefined) return {};
  const { mac } = keys.sign(`address ${address}`);
  return { address: Buffer.from(mac).toString('hex').slice(0, 32) };
}
