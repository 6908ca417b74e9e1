import { parseJson } from '#src/domain/kit/parse-json.ts';
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { NoticeRequest, RewardNotice } from '#src/ports/rewards.ts';

const noticeShape = z.looseObject({
  uuid: z.string().min(1).max(100),
  payload: z.looseObject({ resource: z.looseObject({ id: z.string().min(1).max(100), type: z.string() }) }),
});

/** Reads a webhook. It is signed with the private key of the webhook: `sha256=` and the HMAC of the body as it came. */
export function readNotice(privateKey: string, { header, body }: NoticeRequest): RewardNotice | undefined {
  const signature = (header('tremendous-webhook-signature') ?? '').trim().replace(/^sha256=/u, '');
  if (!isSigned(privateKey, body, signature)) return undefined;
  const read = noticeShape.safeParse(parseJson(body));
  if (!read.success) return undefined;
  const { uuid, payload } = read.data;
  const isOrder = /^orders?$/iu.test(payload.resource.type);
  return { id: uuid, ...(isOrder ? { providerRef: payload.resource.id } : {}) };
}

function isSigned(privateKey: string, body: string, signature: string): boolean {
  if (!/^[\da-f]{64}$/iu.test(signature)) return false;
  const expected = createHmac('sha256', privateKey).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'));
}
