import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { LinkedBy, PendingReason } from '#src/domain/people/identity.ts';
import type {
  ImportDetail,
  ImportSource,
  ImportStatus,
  ImportUndo,
} from '#src/domain/people/people-import.ts';
import type { ChatProfile } from '#src/domain/people/person-ref.ts';
import type { Role } from '#src/domain/people/roles.ts';
import type { SetupStep } from '#src/domain/people/setup.ts';

export type PeopleTables = {
  organization: {
    id: string;
    name: string;
    currency: string;
    time_zone: string;
    created_at: Generated<Date>;
  };
  workspace_link: {
    organization_id: string;
    platform: string;
    workspace_id: string;
    name: string;
    linked_at: Generated<Date>;
  };
  department: {
    organization_id: string;
    id: string;
    name: string;
    currency: string;
    region: Generated<string>;
    time_zone: string;
    frozen_at: Generated<Date | null>;
    created_at: Generated<Date>;
    name_key: ColumnType<string, never, never>;
    name_clash: Generated<boolean>;
  };
  department_closing: {
    organization_id: string;
    id: string;
    department_id: string;
    closed_at: Date;
    closed_by: string | null;
    opened_at: Generated<Date | null>;
    opened_by: Generated<string | null>;
  };
  person: {
    organization_id: string;
    id: string;
    department_id: string;
    manager_id: string | null;
    name: string;
    email: string | null;
    role: Role;
    region: Generated<string>;
    prefers: Generated<'chat' | 'email'>;
    is_guest: Generated<boolean>;
    deactivated_at: Date | null;
    created_at: Generated<Date>;
    name_key: ColumnType<string, never, never>;
    email_key: ColumnType<string | null, never, never>;
    employee_number: Generated<string | null>;
    address_clash: Generated<boolean>;
    salt: Generated<string>;
  };
  identity: {
    organization_id: string;
    platform: string;
    user_id: string;
    person_id: string;
    workspace_id: string | null;
    linked_at: Generated<Date>;
    linked_by: Generated<LinkedBy>;
    looked_at: Generated<Date | null>;
    is_guest: Generated<boolean>;
    gone_at: Generated<Date | null>;
  };
  setup_hidden: {
    organization_id: string;
    step: SetupStep;
    hidden_by: string;
    hidden_at: Date;
  };
  sample_company: {
    organization_id: string;
    person_ids: string[];
    made_at: Date;
    leaves_since: Generated<Date | null>;
    removed_at: Generated<Date | null>;
  };
  scim_user: {
    organization_id: string;
    person_id: string;
    user_name: string;
    user_name_key: ColumnType<string, never, never>;
    external_id: string | null;
    given_name: string | null;
    family_name: string | null;
    display_name: string | null;
    manager_ref: string | null;
    left_at: Date | null;
  };
  scim_group: {
    organization_id: string;
    id: string;
    display_name: string;
    name_key: ColumnType<string, never, never>;
    external_id: string | null;
    department_id: string | null;
  };
  scim_group_member: {
    organization_id: string;
    group_id: string;
    person_id: string;
  };
  people_import: {
    organization_id: string;
    id: string;
    source: ImportSource;
    status: ImportStatus;
    at: Date;
    actor_id: string | null;
    detail: JSONColumnType<ImportDetail>;
    etag: string | null;
    undo: JSONColumnType<ImportUndo> | null;
  };
  scim_brake: {
    organization_id: string;
    open_until: Date;
  };
  pending_identity: {
    organization_id: string;
    number: Generated<number>;
    platform: string;
    user_id: string;
    workspace_id: string;
    person_id: string;
    status: 'pending' | 'linked';
    reason: PendingReason;
    profile: JSONColumnType<ChatProfile>;
    asked_at: Date;
  };
  workspace_invite: {
    organization_id: string;
    code_hash: Buffer;
    invited_by: string | null;
    created_at: Date;
    expires_at: Date;
    used_at: Date | null;
  };
  role_mapping: {
    organization_id: string;
    platform: string;
    workspace_id: string;
    role_id: string;
    department_id: string;
    person_role: Role;
  };
  person_merge: {
    organization_id: string;
    id: string;
    person_id: string;
    kept_id: string;
    merged_at: Date;
    merged_by: string | null;
  };
  erased_person: {
    organization_id: string;
    person_id: string;
    erased_at: Date;
    erased_by: string | null;
  };
  erased_text: {
    organization_id: string;
    stream: 'change' | 'activity';
    number: bigint;
    leaf: Buffer;
    now: Buffer;
  };
  retention_policy: {
    organization_id: string;
    id: string;
    text_days: number | null;
    address_days: number | null;
    reason: string;
    set_at: Date;
    set_by: string | null;
  };
  retention_run: { organization_id: string; ran_at: Date; blanked: number };
  file_column: {
    organization_id: string;
    kind: 'people' | 'gifts';
    header_key: string;
    field: string | null;
  };
};
