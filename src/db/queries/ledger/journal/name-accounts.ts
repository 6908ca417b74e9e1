import { must } from '#src/domain/kit/must.ts';
import { ACCOUNT_TABLE } from '#src/domain/ledger/accounts.ts';

/** What an account is kept for, as it is named to people. */
export type AccountToName = {
  id: string;
  kind: string;
  ownerId: string;
  /** The name of the department or person that it is kept for; null when there is none. */
  ownerName: string | null;
  /** The first day of the budget's month; empty where there is none. */
  period: string;
};

/** Where accounts of each kind are filed. A kind that is not in the ledger's table can only have been forged. */
const PLACES: Record<string, string> = Object.fromEntries(
  Object.entries(ACCOUNT_TABLE).map(([kind, { journal }]) => [kind, journal]),
);

/**
 * A name for each account, by its id: `Assets:Budget:Engineering:2026-11`, `Assets:Wallet:Gift:Alice-Ito`. An owner's
 * accounts in several currencies share a name.
 *
 * Owners whose names come out the same are told apart by the last 12 digits of their ids, behind two dashes, which no
 * name comes out with.
 */
export function nameAccounts(
  accounts: readonly AccountToName[],
  organizationId: string,
): Map<string, string> {
  const owners = nameOwners(accounts);
  return new Map(
    accounts.map(({ id, kind, ownerId, period }) => {
      const place = PLACES[kind] ?? `Assets:${toComponent(kind)}`;
      const owner =
        ownerId === organizationId ? [] : [must(owners.get(ownerId), `name for owner ${ownerId}`)];
      return [id, [place, ...owner, ...(period === '' ? [] : [toPeriod(period)])].join(':')];
    }),
  );
}

function nameOwners(accounts: readonly AccountToName[]): Map<string, string> {
  const plain = new Map(
    accounts.map(({ ownerId, ownerName }) => [ownerId, toComponent(ownerName ?? ownerId)]),
  );
  const uses = new Map<string, number>();
  for (const name of plain.values()) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map(
    [...plain].map(([id, name]) => [id, uses.get(name) === 1 ? name : `${name}--${id.slice(-12)}`]),
  );
}

/**
 * A text as a part of an account's name: letters, digits and single dashes, with a capital letter or a digit first, as
 * Beancount demands. Scripts without capitals get an `X-` in front.
 */
function toComponent(text: string): string {
  const plain = text
    .normalize('NFC')
    .replaceAll(/[^\p{L}\p{M}\p{Nd}]+/gu, '-')
    .replaceAll(/^-|-$/gu, '');
  const [first = '', ...rest] = plain;
  const capitalized = first.toUpperCase() + rest.join('');
  return /^[\p{Lu}\p{Nd}]/u.test(capitalized) ? capitalized : `X-${capitalized}`.replace(/-$/u, '');
}

/** `2026-11` for a month's first day, and any other period as it is. */
function toPeriod(period: string): string {
  return toComponent(period.replace(/^(\d{4}-\d{2})-01$/u, '$1'));
}
