import type { Generated } from 'kysely';

export type KeysTables = {
  code_key: { id: string; fingerprint: string; seen_at: Generated<Date>; retired_at: Date | null };
  process_ring: {
    id: string;
    host: string;
    pid: number;
    role: string;
    key_ids: string[];
    fingerprints: string[];
    started_at: Generated<Date>;
    seen_at: Generated<Date>;
  };
};
