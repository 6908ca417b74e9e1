import { headLine } from '#src/domain/ledger/audit-head.ts';
import type { HeadKeeper } from '#src/ports/head-keeper.ts';

const TIMEOUT_MS = 10_000;

/** Posts each head as JSON to an address, which must answer with a 2xx status. Redirects are not followed. */
export function toHook(place: string, address: string): HeadKeeper {
  return {
    place,
    everyMs: 0,
    async keep(head) {
      const { organizationId, number, hash, sealedAt } = head;
      const body = { organizationId, number, hash, sealedAt: sealedAt.toISOString(), line: headLine(head) };
      const response = await fetch(address, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) throw new Error(`the address answered with status ${response.status}`);
    },
  };
}
