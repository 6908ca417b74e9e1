import { getGiftState } from '#src/db/gift/gift.ts';
import { getGiftsToDeliver } from '#src/db/message/delivery.ts';
import type { GiftMessage } from '#src/domain/gift/gift.ts';
import { must } from '#src/domain/kit/must.ts';
import type { Person } from '#src/domain/people/person.ts';
import type { GiftStatus } from '#src/domain/states.ts';
import { openMailLink } from '#src/usecases/people/steps/open-mail-link.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import { messageOf } from './steps/gift-message.ts';

/** The link's owner, and the gift that waits for them. `end`: how it ended, if it has. */
export type OpenedClaim = {
  person: Person;
  gift: GiftMessage;
  end: 'redeemed' | 'expired' | 'voided' | undefined;
};

/**
 * What a link from a mail leads to. Undefined when there is no such link, Largesse did not make it, or its owner has left.
 * Opening it claims nothing, because mail programs follow links by themselves.
 */
export async function openClaimLink(
  deps: Pick<Deps, 'db' | 'clock' | 'keys' | 'log'>,
  token: string,
): Promise<OpenedClaim | undefined> {
  const opened = await openMailLink(deps, 'claim_link', token);
  if (!opened) return undefined;
  const { person, subjectId: giftId } = opened;
  const { organizationId } = person;
  const [found] = await getGiftsToDeliver(deps.db, [{ organizationId, id: giftId }]);
  const { status, expiresAt } = await getGiftState(deps.db, { organizationId, id: giftId });
  const gift = messageOf(must(found, `gift ${giftId}`), person.name);
  return {
    person,
    gift,
    end: endOf(status, { isOver: expiresAt !== null && expiresAt <= deps.clock.now() }),
  };
}

function endOf(status: GiftStatus, { isOver }: { isOver: boolean }): OpenedClaim['end'] {
  if (status === 'redeemed' || status === 'voided' || status === 'expired') return status;
  return isOver ? 'expired' : undefined;
}
