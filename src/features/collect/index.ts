export { type Codes, codeSql, readCodes } from './codes.ts'
export { numberSql, propertyText, ruleSql } from './rules.ts'
export { eventRows, eventsIn, identitiesIn, pathRows, pathsIn, type Scope } from './scope.ts'
export { type Settling, type Touched } from './settle.ts'
