import { rehearse, transact } from '#src/db/kit/transact.ts';
import type { Tx } from '#src/db/kit/schema.ts';
import { insertActivities } from '#src/db/ledger/activity.ts';
import { getOrganization } from '#src/db/people/organization.ts';
import { insertBatch } from '#src/db/reward/stock-batch.ts';
import { findKnownCodes, insertStockCodes } from '#src/db/reward/stock-code.ts';
import { insertProducts, listStockProducts, lockStock } from '#src/db/reward/stock-product.ts';
import { dayStart } from '#src/domain/kit/period.ts';
import { must } from '#src/domain/kit/must.ts';
import { done, type Outcome, refused } from '#src/domain/outcome.ts';
import { type Actor, actorIdOf, mayAct } from '#src/domain/people/access.ts';
import {
  productKey,
  readStockFile,
  type StockDefaults,
  type StockProblem,
  type StockRow,
} from '#src/domain/reward/read-stock-file.ts';
import { readCsv } from '#src/kit/read-csv.ts';
import { sealStockCode, stockIndexesOf } from '#src/kit/seal-stock-code.ts';
import type { Deps } from '#src/usecases/kit/deps.ts';

type UploadDeps = Pick<Deps, 'db' | 'clock' | 'newId' | 'keys' | 'queue' | 'log' | 'operator'>;

/** A file of codes. `name`: what the batch is called. `bytes` are read and kept nowhere. */
export type StockUpload = {
  actor: Actor;
  name: string;
  bytes: Uint8Array;
  /** What the file does not say; without a currency it is the organization's. */
  defaults: Omit<StockDefaults, 'currency'> & { currency?: string | undefined };
};

/** Codes of one product that expire on the same day. */
export type StockPart = {
  product: string;
  valueMinor: bigint;
  currency: string;
  expiresOn: string | null;
  codes: number;
  /** Stock has not had this product before. */
  isNew: boolean;
};

/** What a file has. With problems, nothing of it comes into stock. */
export type UploadedStock = {
  problems: StockProblem[];
  /** The places of the columns that nothing is read from, from 1. */
  ignored: number[];
  parts: StockPart[];
  codes: number;
  /** Undefined when nothing came into stock. */
  batchId: string | undefined;
};

/** With fewer codes of a product than this, somebody is told, unless that was set. */
const LOW_AT = 5;
const LONGEST_NAME = 100;

/**
 * Brings the codes of a file into stock, all or none, sealed at once. A code that stock has ever had is a problem, whatever became of it.
 *
 * @throws `LostAnswer` when they may be in stock; after any other fault they are not.
 */
export async function uploadStock(deps: UploadDeps, upload: StockUpload): Promise<Outcome<UploadedStock>> {
  if (!mayAct(upload.actor, 'keep-stock')) return refused({ kind: 'stock-not-allowed' });
  return done(await transact(deps, (tx) => bringIn(deps, tx, upload)));
}

/** What `uploadStock` would do now. */
export async function planStock(deps: UploadDeps, upload: StockUpload): Promise<Outcome<UploadedStock>> {
  if (!mayAct(upload.actor, 'keep-stock')) return refused({ kind: 'stock-not-allowed' });
  const planned = await rehearse(deps, (tx) => bringIn(deps, tx, upload));
  return done({ ...planned, batchId: undefined });
}

async function bringIn(
  deps: Pick<Deps, 'newId' | 'keys'>,
  tx: Tx,
  { actor, name, bytes, defaults }: StockUpload,
): Promise<UploadedStock> {
  const { organizationId } = actor;
  const organization = await getOrganization(tx, organizationId);
  const csv = readCsv(bytes);
  if (!csv.ok) return nothingOf([{ line: csv.line, field: 'file', why: csv.why }], []);
  const { rows, problems, ignored } = readStockFile(
    csv.rows,
    { ...defaults, currency: defaults.currency ?? organization.currency },
    { now: tx.now, timeZone: organization.timeZone },
  );
  await lockStock(tx, organizationId);
  const known = await knownOf(deps, tx, organizationId, rows);
  if (problems.length + known.length > 0) {
    return nothingOf(
      [...problems, ...known].toSorted((a, b) => a.line - b.line),
      ignored,
    );
  }
  const products = await ensureProducts(deps, tx, organizationId, rows);
  const batchId = deps.newId();
  const called = name.trim().slice(0, LONGEST_NAME) || tx.now.toISOString().slice(0, 10);
  await insertBatch(tx, {
    organizationId,
    id: batchId,
    name: called,
    codes: rows.length,
    uploadedBy: actorIdOf(actor),
  });
  await insertStockCodes(
    tx,
    rows.map((row) => {
      const id = deps.newId();
      const { productId } = must(products.get(productKey(row)), 'product');
      const expiresAt = row.expiresOn === null ? null : dayStart(row.expiresOn, organization.timeZone, 1);
      const sealed = sealStockCode(deps.keys, row.code, id);
      return { organizationId, id, productId, batchId, ending: row.code.ending, expiresAt, ...sealed };
    }),
  );
  const parts = partsOf(rows, products);
  await record(deps, tx, { actor, batchId, parts });
  tx.after(
    'watch-stock',
    [...products.values()].map(({ productId }) => productId),
  );
  return { problems: [], ignored, parts, codes: rows.length, batchId };
}

function nothingOf(problems: StockProblem[], ignored: number[]): UploadedStock {
  return { problems, ignored, parts: [], codes: 0, batchId: undefined };
}

async function knownOf(
  { keys }: Pick<Deps, 'keys'>,
  tx: Tx,
  organizationId: string,
  rows: readonly StockRow[],
): Promise<StockProblem[]> {
  const indexed = rows.map(({ line, code }) => ({ line, hmacs: stockIndexesOf(keys, code) }));
  const found = await findKnownCodes(
    tx,
    organizationId,
    indexed.flatMap(({ hmacs }) => hmacs),
  );
  const batches = new Map(found.map(({ hmac, batch }) => [hmac.toString('hex'), batch]));
  return indexed.flatMap(({ line, hmacs }): StockProblem[] => {
    const other = hmacs
      .map((one) => batches.get(Buffer.from(one).toString('hex')))
      .find((one) => one !== undefined);
    return other === undefined ? [] : [{ line, field: 'code', why: 'known', other }];
  });
}

type Products = Map<string, { productId: string; isNew: boolean }>;

async function ensureProducts(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  organizationId: string,
  rows: readonly StockRow[],
): Promise<Products> {
  const known = await listStockProducts(tx, organizationId);
  const products: Products = new Map(
    known.map(({ id: productId, name: product, valueMinor, currency }) => {
      return [productKey({ product, valueMinor, currency }), { productId, isNew: false }];
    }),
  );
  const missing = new Map(
    rows.filter((row) => !products.has(productKey(row))).map((row) => [productKey(row), row]),
  );
  const made = [...missing].map(([key, { product: name, valueMinor: amountMinor, currency }]) => {
    const id = newId();
    products.set(key, { productId: id, isNew: true });
    return { organizationId, id, name, amountMinor, currency, lowAt: LOW_AT };
  });
  await insertProducts(tx, made);
  const named = new Set(rows.map(productKey));
  return new Map([...products].filter(([key]) => named.has(key)));
}

function partsOf(rows: readonly StockRow[], products: Products): StockPart[] {
  const parts = new Map<string, StockPart>();
  for (const row of rows) {
    const { product, valueMinor, currency, expiresOn } = row;
    const key = productKey(row);
    const { isNew } = must(products.get(key), 'product');
    const part = parts.get(`${key}\n${expiresOn}`) ?? {
      product,
      valueMinor,
      currency,
      expiresOn,
      codes: 0,
      isNew,
    };
    part.codes += 1;
    parts.set(`${key}\n${expiresOn}`, part);
  }
  return [...parts.values()];
}

async function record(
  { newId }: Pick<Deps, 'newId'>,
  tx: Tx,
  { actor, batchId, parts }: { actor: Actor; batchId: string; parts: readonly StockPart[] },
): Promise<void> {
  await insertActivities(tx, [
    {
      organizationId: actor.organizationId,
      id: newId(),
      at: tx.now,
      kind: 'stock.uploaded',
      actorId: actorIdOf(actor),
      detail: {
        batchId,
        parts: parts.map(({ product, valueMinor, currency, expiresOn, codes }) => ({
          product,
          valueMinor: valueMinor.toString(),
          currency,
          expiresOn,
          codes,
        })),
      },
    },
  ]);
}
