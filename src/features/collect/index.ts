export { isBot } from './channels/bots.ts'
export { type Codes, codeSql, readCodes } from './codes.ts'
export { type Collect, type CollectDeps, openCollect } from './collect.ts'
export { facetPeople, readFacets } from './facets/queries.ts'
export { anchorOf, normaliseIdentifier } from './identity/anchor.ts'
export { derive, type EventSource, sourcesOfPeople, withEverybody } from './identity/eventSources.ts'
export { aboutOne, type Members, membersOf } from './identity/members.ts'
export {
  anchorsOfPeople,
  ofSomePeople,
  overlayRows,
  peopleOfAnchors,
  personSql,
  withPerson,
  withPersonOfFew,
} from './identity/overlay.ts'
export type { IdentityRules, MergeEntry, PersonIdentifier } from './identity/schema.ts'
export type { Identity } from './identity/service.ts'
export { type ContactLine, contactAdded, knownAnchors, storeContacts } from './imports/contacts.ts'
export type { Forbidden, KeepOut } from './imports/keepOut.ts'
export type { OwnImport, OwnJob } from './imports/own.ts'
export { openMemory } from './intake/memory.ts'
export type { Hear, Incoming } from './intake/schema.ts'
export { guarded } from './reading/disk.ts'
export { openRecords, type RecordFile, type TextRow } from './reading/records.ts'
export { unpacked } from './reading/unpack.ts'
export { numberSql, propertyText, ruleSql, textSql } from './rules.ts'
export { type SampleOrder, type SampleProgress, writeSample } from './sample/index.ts'
export { eventRows, eventsIn, identitiesIn, pathRows, pathsIn, type Scope } from './scope.ts'
export { openSettle, type Settled, type Settling, type Touched } from './settle.ts'
export type { Daily } from './tracking/daily.ts'
export { requestKey } from './tracking/key.ts'
export { browsersSaying, countsForPerson, unproven, unprovenImport } from './unproven.ts'
export { decidingRows, importedDecision, refusingPeople, withheldPeople } from './withheld.ts'
