/** The newest seal of an organization's books: whoever keeps it can prove later that nothing up to it was rewritten. */
export type AuditHead = {
  organizationId: string;
  number: number;
  /** SHA-256 in hexadecimal. */
  hash: string;
  sealedAt: Date;
};

/** A head that somebody kept; the organization is unknown where only number and hash were. */
export type KeptHead = Pick<AuditHead, 'number' | 'hash'> & { organizationId?: string };

const TITLE = 'largesse-head';

/** One line, as it is written to wherever heads are kept. `parseKeptHeads` reads it again. */
export function headLine({ organizationId, number, hash, sealedAt }: AuditHead): string {
  return `${TITLE} ${organizationId} ${number}:${hash} ${sealedAt.toISOString()}`;
}

/**
 * The heads in a text: a bare `NUMBER:HASH`, or lines such as `headLine` writes, which may have anything around them, as
 * in a log. Other lines are passed over.
 */
export function parseKeptHeads(text: string): KeptHead[] {
  return [...text.matchAll(KEPT)].map(({ groups = {} }) => {
    const { organization, number = '', hash = '' } = groups;
    const head = { number: Number(number), hash: hash.toLowerCase() };
    return organization === undefined ? head : { organizationId: organization, ...head };
  });
}

const KEPT =
  /(?:largesse-head (?<organization>[0-9a-f-]{36}) )?\b(?<number>[1-9]\d{0,8}):(?<hash>[0-9a-f]{64})\b/giu;
