/** Up to where an organization's books were proved: its newest seal then, and what the books came to under it. */
export type ProvenHead = {
  organizationId: string;
  number: number;
  /** SHA-256 in hexadecimal. */
  hash: string;
  /** The last numbers of the three streams under it. */
  posting: bigint;
  change: bigint;
  activity: bigint;
  /** A digest of every balance and of the last change of every right under it, SHA-256 in hexadecimal. */
  state: string;
};

type Numbered = 'posting' | 'change' | 'activity';

/** As JSON holds it: these numbers do not fit into JSON's. */
export type StoredHead = Omit<ProvenHead, Numbered> & Record<Numbered, string>;

/** A rule that did not hold, and the first rows that broke it, in words. */
export type BrokenRule = { name: string; broken: readonly string[] };

/** What a proof of the books found. */
export type FoundProof = {
  provedAt: Date;
  /** When the whole books were last walked: by this proof, or by the one that it goes on from. */
  wholeAt: Date;
  heads: readonly ProvenHead[];
  broken: readonly BrokenRule[];
};

/** The text that is signed for a proof, so that nobody without the keys can say that the books were proved. */
export function signedProofText({ provedAt, wholeAt, heads, broken }: FoundProof): string {
  return JSON.stringify([
    'proof',
    provedAt.getTime(),
    wholeAt.getTime(),
    heads.map(({ organizationId, number, hash, posting, change, activity, state }) => {
      return [organizationId, number, hash, `${posting}`, `${change}`, `${activity}`, state];
    }),
    broken.map((rule) => [rule.name, rule.broken]),
  ]);
}
