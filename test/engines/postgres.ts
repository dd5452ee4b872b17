import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { holdLock } from '../../src/platform/lock.ts'
import { migrationFiles } from '../../src/platform/migrations.ts'
import { migratePostgres } from '../../src/platform/postgres/migrate.ts'
import { openPostgres, type Postgres } from '../../src/platform/postgres/open.ts'
import { startPglite } from '../../src/platform/postgres/pglite.ts'
import { repositoryRoot } from '../../src/platform/root.ts'
import { startPostgresServer } from './postgres-server.ts'

const root = repositoryRoot()
