import {
  findSealedCodes,
  listLatestPlaygroundMessages,
  type PlaygroundMessageRow,
  savePlaygroundMessage,
} from '#src/db/people/playground-message.ts';
import type { KeptMessage, RoomKeeper } from '#adapters/chat/playground/message-log.ts';
import type { Db } from '#src/db/kit/schema.ts';
import { isUuid } from '#src/domain/kit/uuid.ts';
import type { KeyRing } from '#src/ports/keys.ts';
import type { Log } from '#src/ports/log.ts';
import type { Card, CardBlock } from '#src/ports/message.ts';

type KeeperDeps = { db: Db; keys: Pick<KeyRing, 'open'>; log: Log; organizationId: string };

/** A code block is stored as the last four characters of its code. */
type StoredBlock = Exclude<CardBlock, { kind: 'code' }> | { kind: 'code'; lastFour: string };
type StoredBody =
  | { kind: 'text'; text: string }
  | { kind: 'card'; card: Omit<Card, 'blocks'> & { blocks: StoredBlock[] } };

const MAX_MESSAGES = 2_000;

/**
 * Keeps the playground's messages in the database. A code is not kept with its message: it is read from its gift, and so
 * is gone once that is redeemed.
 */
export async function openRoom(deps: KeeperDeps): Promise<RoomKeeper> {
  const rows = await listLatestPlaygroundMessages(deps.db, deps.organizationId, MAX_MESSAGES);
  const giftIds = rows.flatMap(({ body }) => giftOf(body as StoredBody) ?? []);
  const sealed = await findSealedCodes(deps.db, deps.organizationId, giftIds);
  return {
    kept: rows.map((row) => messageOf(deps, row, sealed)),
    async keep(message) {
      try {
        await savePlaygroundMessage(deps.db, deps.organizationId, rowOf(message));
      } catch (err) {
        deps.log.warn({ err, messageId: message.id }, 'Playground message not kept for the next start');
      }
    },
  };
}

function rowOf({ id, at, place, reader, author, mentions, key, body }: KeptMessage): PlaygroundMessageRow {
  const stored: StoredBody =
    body.kind === 'text'
      ? body
      : { kind: 'card', card: { ...body.card, blocks: body.card.blocks.map(storedBlock) } };
  return { id, at, place, reader, author, mentions: mentions ?? null, key: key ?? null, body: stored };
}

function storedBlock(block: CardBlock): StoredBlock {
  return block.kind === 'code' ? { kind: 'code', lastFour: block.code.lastFour } : block;
}

function messageOf(
  deps: KeeperDeps,
  row: PlaygroundMessageRow,
  sealed: ReadonlyMap<string, Buffer>,
): KeptMessage {
  const { mentions, key, body, ...fields } = row;
  const kept = {
    ...fields,
    ...(mentions !== null && { mentions }),
    ...(key !== null && { key }),
  };
  const stored = body as StoredBody;
  if (stored.kind === 'text') return { ...kept, body: stored };
  const blocks = stored.card.blocks.map((block) => openBlock(deps, block, giftOf(stored), sealed));
  return { ...kept, body: { kind: 'card', card: { ...stored.card, blocks } } };
}

function openBlock(
  { keys, log }: KeeperDeps,
  block: StoredBlock,
  giftId: string | undefined,
  sealed: ReadonlyMap<string, Buffer>,
): CardBlock {
  if (block.kind !== 'code') return block;
  const bytes = giftId === undefined ? undefined : sealed.get(giftId);
  if (giftId === undefined || !bytes) return { kind: 'text', text: `…${block.lastFour}` };
  try {
    return { kind: 'code', code: keys.open(bytes, giftId) };
  } catch (err) {
    log.warn({ err, giftId }, 'A code of the playground cannot be opened');
    return { kind: 'text', text: `…${block.lastFour}` };
  }
}

/** A message with a code has the button that redeems its gift. */
function giftOf(body: StoredBody): string | undefined {
  if (body.kind === 'text') return undefined;
  return body.card.actions.find(({ id, value }) => id === 'redeem' && isUuid(value))?.value;
}
