import { orRefuse } from '#src/cli/kit/or-refuse.ts';
import { operatorOf } from '#src/cli/kit/operator.ts';
import type { Marketplace } from '#src/domain/checkout/checkout.ts';
import type { Core } from '#src/process/open-core.ts';

/** The marketplace of this name or id, in whatever case. Refuses one that there is not, with those that there are. */
export async function getMarketplaceNamed(core: Core, name: string): Promise<Marketplace> {
  const all = await core.app.queries.checkout.listMarketplaces(operatorOf(core));
  const wanted = name.toLowerCase();
  const found = all.find((one) => one.id === wanted || one.name.toLowerCase() === wanted);
  if (found) return found;
  const known = all.map((one) => one.name);
  return orRefuse(core, { ok: false, refusal: { kind: 'unknown-marketplace', name, known } });
}
