import { deflateSync, crc32 } from 'node:zlib';
import type { Actor } from '#src/app.ts';
import { must } from '#src/domain/kit/must.ts';
import type { ItemFields } from '#src/domain/store/item.ts';
import type { TestCore } from './make-core.ts';

type Stocking = { value?: string; product?: string; expires?: string; name?: string };

/** Brings codes into stock, and returns their batch and product. */
export async function stockCodes(
  core: Pick<TestCore, 'app'>,
  actor: Actor,
  codes: readonly string[],
  { value = '25', product = 'Cinema voucher', expires = '', name = 'invoice 4711' }: Stocking = {},
): Promise<{ batchId: string; productId: string }> {
  const bytes = csvOf(['code,expires', ...codes.map((code) => `${code},${expires}`)]);
  const uploaded = await core.app.reward.uploadStock({ actor, name, bytes, defaults: { product, value } });
  if (!uploaded.ok) throw new Error(uploaded.refusal.kind);
  if (uploaded.value.problems.length > 0) throw new Error(JSON.stringify(uploaded.value.problems));
  const stock = await core.app.queries.reward.listStock(actor);
  const [found] = stock.filter((one) => one.product === product && one.valueMinor === BigInt(value) * 100n);
  return { batchId: must(uploaded.value.batchId, 'batch'), productId: must(found, 'product').productId };
}

/** A file with these lines. */
export function csvOf(lines: readonly string[]): Uint8Array {
  return Buffer.from(lines.join('\r\n'));
}

/** So many codes that nobody has. */
export function codesOf(count: number, prefix = 'CINE'): string[] {
  return Array.from({ length: count }, (_, at) => `${prefix}-${String(at).padStart(6, '0')}-X7Q`);
}

/** A mug for 15 dollars. */
export function ownGoods(some: Partial<ItemFields> = {}): ItemFields {
  return {
    kind: 'own',
    name: 'Mug',
    description: 'With our logo',
    picture: null,
    prices: { USD: 1_500n },
    inStock: null,
    limitPerPerson: null,
    needsAddress: false,
    fulfillerId: null,
    productId: null,
    provider: null,
    departments: [],
    roles: [],
    regions: [],
    ...some,
  };
}

/** A picture of one colour. */
export function pngOf(width: number, height: number, [red, green, blue] = [200, 120, 40]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([
    Buffer.of(0),
    ...Array.from({ length: width }, () => Buffer.of(red ?? 0, green ?? 0, blue ?? 0)),
  ]);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: height }, () => row)));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, check]);
}
