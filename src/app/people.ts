import { countErased } from '#src/db/queries/people/count-erased.ts';
import { exportOwn, exportPerson } from '#src/db/queries/people/export-person.ts';
import { findAccountOwner } from '#src/db/queries/people/find-account-owner.ts';
import { findDepartmentById } from '#src/db/queries/people/find-department-by-id.ts';
import { findDepartmentNamed } from '#src/db/queries/people/find-department-named.ts';
import { findPeopleByEmail } from '#src/db/queries/people/find-people-by-email.ts';
import { findPeopleCalled } from '#src/db/queries/people/find-people-called.ts';
import { findPersonFacts } from '#src/db/queries/people/find-person-facts.ts';
import { findPerson } from '#src/db/queries/people/find-person.ts';
import { findRetentionWithin } from '#src/db/queries/people/find-retention-within.ts';
import { findSetup } from '#src/db/queries/people/find-setup.ts';
import { findWhatEnds } from '#src/db/queries/people/find-what-ends.ts';
import { listColumnsWithin } from '#src/db/queries/people/list-columns-within.ts';
import { listDepartmentsWithPeople } from '#src/db/queries/people/list-departments-with-people.ts';
import { listDepartmentsWithin } from '#src/db/queries/people/list-departments-within.ts';
import { listNamesakes } from '#src/db/queries/people/list-namesakes.ts';
import { listPendingIdentities } from '#src/db/queries/people/list-pending-identities.ts';
import { listPeopleDirectory } from '#src/db/queries/people/list-people-directory.ts';
import { listPeopleImportsWithin } from '#src/db/queries/people/list-people-imports-within.ts';
import { listPeoplePage } from '#src/db/queries/people/list-people-page.ts';
import { listPersonChanges } from '#src/db/queries/people/list-person-changes.ts';
import { listScimGroups } from '#src/db/queries/people/list-scim-groups.ts';
import { listScimUsers } from '#src/db/queries/people/list-scim-users.ts';
import { listWorkspacesWithin } from '#src/db/queries/people/list-workspaces-within.ts';
import { previewErasure } from '#src/db/queries/people/preview-erasure.ts';
import { previewRetention } from '#src/db/queries/people/preview-retention.ts';
import { setDepartment } from '#src/usecases/budget/set-department.ts';
import { organizationOf } from '#src/usecases/kit/organization-of.ts';
import { addDepartment } from '#src/usecases/people/add-department.ts';
import { addPerson } from '#src/usecases/people/add-person.ts';
import { allowLeavers } from '#src/usecases/people/allow-leavers.ts';
import { applyRetention } from '#src/usecases/people/apply-retention.ts';
import { changePerson, deactivatePerson, reactivatePerson } from '#src/usecases/people/change-person.ts';
import { closeDepartment } from '#src/usecases/people/close-department.ts';
import { confirmIdentity } from '#src/usecases/people/confirm-identity.ts';
import { eraseListed } from '#src/usecases/people/erase-listed.ts';
import { erasePerson } from '#src/usecases/people/erase-person.ts';
import { findHomes } from '#src/usecases/people/find-homes.ts';
import { findNames } from '#src/usecases/people/find-names.ts';
import { followChatUser } from '#src/usecases/people/follow-chat-user.ts';
import { followGroupGone } from '#src/usecases/people/follow-group-gone.ts';
import { hideSetupStep } from '#src/usecases/people/hide-setup-step.ts';
import { identifyPeople } from '#src/usecases/people/identify-people.ts';
import { identifyPerson } from '#src/usecases/people/identify-person.ts';
import { importPeopleFile, planPeopleFile } from '#src/usecases/people/import-people-file.ts';
import { importPeople, planImport } from '#src/usecases/people/import-people.ts';
import { inviteWorkspace } from '#src/usecases/people/invite-workspace.ts';
import { joinByCode } from '#src/usecases/people/join-by-code.ts';
import { joinWorkspace } from '#src/usecases/people/join-workspace.ts';
import { linkIdentity } from '#src/usecases/people/link-identity.ts';
import { linkPlayground } from '#src/usecases/people/link-playground.ts';
import { mapGroup } from '#src/usecases/people/map-group.ts';
import { mapRole } from '#src/usecases/people/map-role.ts';
import { mergePeople, previewMerge } from '#src/usecases/people/merge-people.ts';
import { provisionGroup, removeGroup } from '#src/usecases/people/provision-group.ts';
import { provisionPerson } from '#src/usecases/people/provision-person.ts';
import { rememberColumns } from '#src/usecases/people/remember-columns.ts';
import { beginEmpty, markSample, removeSample } from '#src/usecases/people/remove-sample.ts';
import { setDeliveryPreference } from '#src/usecases/people/set-delivery-preference.ts';
import { setOrganization } from '#src/usecases/people/set-organization.ts';
import { setRetention } from '#src/usecases/people/set-retention.ts';
import { syncPeople } from '#src/usecases/people/sync-people.ts';
import { takeOwnData } from '#src/usecases/people/take-own-data.ts';
import { undoImport } from '#src/usecases/people/undo-import.ts';
import { unlinkIdentity } from '#src/usecases/people/unlink-identity.ts';
import { fromDb } from './from.ts';

export const peopleUseCases = {
  allowLeavers,
  applyRetention,
  setRetention,
  takeOwnData,
  add: addPerson,
  addDepartment,
  beginEmpty,
  change: changePerson,
  deactivate: deactivatePerson,
  erase: erasePerson,
  merge: mergePeople,
  previewMerge,
  eraseListed,
  confirmIdentity,
  findHomes,
  findNames,
  findOrganization: organizationOf,
  followChatUser,
  followGroupGone,
  hideSetupStep,
  identify: identifyPerson,
  identifyMany: identifyPeople,
  import: importPeople,
  importFile: importPeopleFile,
  inviteWorkspace,
  joinByCode,
  joinWorkspace,
  linkIdentity,
  linkPlayground,
  mapGroup,
  mapRole,
  markSample,
  planFile: planPeopleFile,
  planImport,
  provision: provisionPerson,
  provisionGroup,
  reactivate: reactivatePerson,
  rememberColumns,
  removeGroup,
  removeSample,
  setDeliveryPreference,
  closeDepartment,
  setDepartment,
  setOrganization,
  sync: syncPeople,
  undoImport,
  unlinkIdentity,
};

export const peopleQueries = {
  countErased: fromDb('gift', countErased),
  list: fromDb('person', listPeopleDirectory),
  listPage: fromDb('person', listPeoplePage),
  listChanges: fromDb('person', listPersonChanges),
  findCalled: fromDb('person', findPeopleCalled),
  findFacts: fromDb('person', findPersonFacts),
  findSetup: fromDb('session', findSetup),
  findWhatEnds: fromDb('person', findWhatEnds),
  export: fromDb('person', exportPerson),
  exportOwn: fromDb('session', exportOwn),
  previewRetention: fromDb('person', previewRetention),
  previewErasure: fromDb('person', previewErasure),
  listNamesakes: fromDb('person', listNamesakes),
  findRetention: fromDb('person', findRetentionWithin),
  findAccountOwner: fromDb('person', findAccountOwner),
  find: fromDb('person', findPerson),
  findByEmail: fromDb('person', findPeopleByEmail),
  findDepartment: fromDb('department', findDepartmentNamed),
  findDepartmentById: fromDb('department', findDepartmentById),
  listColumns: fromDb('person', listColumnsWithin),
  listImports: fromDb('person', listPeopleImportsWithin),
  listScimGroups: fromDb('person', listScimGroups),
  listScimUsers: fromDb('person', listScimUsers),
  listDepartments: fromDb('department', listDepartmentsWithin),
  listDepartmentsWithPeople: fromDb('department', listDepartmentsWithPeople),
  listPendingIdentities: fromDb('person', listPendingIdentities),
  listWorkspaces: fromDb('person', listWorkspacesWithin),
};

export type { PersonExport } from '#src/db/queries/people/export-person.ts';
export type { PersonFacts } from '#src/db/queries/people/find-person-facts.ts';
export type { RetentionNow } from '#src/db/queries/people/find-retention-within.ts';
export type { FoundSetup } from '#src/db/queries/people/find-setup.ts';
export type { WhatEnds } from '#src/db/queries/people/find-what-ends.ts';
export type { ListedDepartment } from '#src/db/queries/people/list-departments-with-people.ts';
export type { Namesake } from '#src/db/queries/people/list-namesakes.ts';
export type { WaitingAccount } from '#src/db/queries/people/list-pending-identities.ts';
export type { DirectoryPerson } from '#src/db/queries/people/list-people-directory.ts';
export type { PeopleImport } from '#src/db/queries/people/list-people-imports-within.ts';
export type { ListedPerson, PageOfPeople, PeopleFilter } from '#src/db/queries/people/list-people-page.ts';
export type { PersonChangeLine, RightsThen } from '#src/db/queries/people/list-person-changes.ts';
export type { ListedScimGroup, ScimGroupFilter } from '#src/db/queries/people/list-scim-groups.ts';
export type { ScimPerson, ScimUserFilter } from '#src/db/queries/people/list-scim-users.ts';
export type { ErasurePreview } from '#src/db/queries/people/preview-erasure.ts';
export type { RetentionPreview } from '#src/db/queries/people/preview-retention.ts';
export type { Actor, Operator, PersonActor } from '#src/domain/people/access.ts';
export type { NewPerson } from '#src/usecases/people/add-person.ts';
export type { ClosedDepartment } from '#src/usecases/people/close-department.ts';
export type { PlannedFile, SaidColumn } from '#src/usecases/people/import-people-file.ts';
export type { MergePreview } from '#src/usecases/people/merge-people.ts';
export type { SyncReport } from '#src/usecases/people/sync-people.ts';
export type { PlannedUndo } from '#src/usecases/people/undo-import.ts';
