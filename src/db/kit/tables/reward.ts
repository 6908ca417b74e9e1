import type { Generated } from 'kysely';
import type { RewardStatus } from '#src/domain/reward/reward-moves.ts';
import type { TakenFor } from '#src/domain/reward/stock-code.ts';
import type { StockStatus } from '#src/domain/states.ts';

export type RewardTables = {
  stock_product: {
    organization_id: string;
    id: string;
    name: string;
    name_key: Generated<string>;
    value_minor: bigint;
    currency: string;
    low_at: number;
    low_since: Generated<Date | null>;
    watch_at: Date;
    made_at: Date;
  };
  stock_batch: {
    organization_id: string;
    id: string;
    name: string;
    codes: number;
    uploaded_at: Date;
    uploaded_by: string | null;
    recalled_at: Generated<Date | null>;
    recalled_by: Generated<string | null>;
    recall_reason: Generated<string>;
    salt: Generated<string>;
  };
  stock_code: {
    organization_id: string;
    id: string;
    product_id: string;
    batch_id: string;
    hmac: Buffer;
    key_id: string;
    sealed: Buffer;
    ending: string;
    expires_at: Date | null;
    status: Generated<StockStatus>;
    taken_at: Generated<Date | null>;
    person_id: Generated<string | null>;
    taken_for_type: Generated<TakenFor | null>;
    taken_for: Generated<string | null>;
    revealed_at: Generated<Date | null>;
  };
  reward_order: {
    organization_id: string;
    id: string;
    person_id: string;
    provider: string;
    product: string;
    amount_minor: bigint;
    currency: string;
    ordered_at: Date;
    status: Generated<RewardStatus>;
    attempts: Generated<number>;
    due_at: Date | null;
    settled_at: Generated<Date | null>;
    provider_ref: Generated<string | null>;
    charged_minor: Generated<bigint | null>;
    fee_minor: Generated<bigint | null>;
    charged_currency: Generated<string | null>;
    expires_at: Generated<Date | null>;
    last_error: Generated<string | null>;
    reveals: Generated<number>;
    revealed_at: Generated<Date | null>;
  };
  reward_pause: {
    organization_id: string;
    provider: string;
    paused_at: Date;
    try_at: Date;
    reason: string;
  };
  reward_notice: { organization_id: string; provider: string; id: string; taken_at: Date };
};
