import type { LeasedMessage } from '#src/db/message/sending.ts';
import {
  type Addressee,
  type ChannelChoice,
  chooseChannel,
  type Origin,
  whyUnreachable,
} from '#src/domain/message/channels.ts';
import type { ChatUser } from '#src/ports/chat.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';
import type { LeasePlan } from '#src/domain/message/sending.ts';

type Target = { leased: LeasedMessage; addressee: Addressee<ChatUser>; origin?: Origin };

/** Plans a message over the reader's next open channel; when none is left it fails and says what was tried. */
export async function overChannels<ToSend>(
  { reachable }: Pick<Deps, 'reachable'>,
  { leased: { closed }, addressee, origin }: Target,
  write: (choice: ChannelChoice<ChatUser>) => ToSend | Promise<ToSend>,
): Promise<LeasePlan<ToSend>> {
  const choice = chooseChannel(addressee, { reachable, closed, origin });
  if (!choice) return { kind: 'fail', reason: whyUnreachable(addressee, closed) };
  return { kind: 'send', toSend: await write(choice) };
}
