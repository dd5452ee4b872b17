import { openChdb } from '../../src/platform/warehouse/chdb.ts'
import { raw } from '../../src/platform/warehouse/sql.ts'

/** Inserts batches of 1,000 rows into the directory named until it is killed; says each acknowledged batch's number. */
async function write(path: string) {
  const warehouse = await openChdb({ path })
  await warehouse.command(
    raw(`CREATE TABLE IF NOT EXISTS written (batch UInt32, row UInt32) ENGINE = MergeTree ORDER BY (batch, row)
      SETTINGS fsync_after_insert = 1, fsync_part_directory = 1`),
  )
  for (let batch = 1; ; batch++) {
    await warehouse.insert(
      'written',
      Array.from({ length: 1000 }, (_, row) => ({ batch, row })),
    )
    process.stdout.write(`${batch}\n`)
  }
}

write(process.argv[2] ?? '').catch((error: unknown) => {
  process.stdout.write(`${error instanceof Error ? error.message : error}\n`)
  process.exitCode = 1
})
