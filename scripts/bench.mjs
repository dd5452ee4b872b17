import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildServer } from './build.mjs'
import { build, checkMachine, engineEnvironment, install, root } from './prepare.mjs'

/** `node scripts/bench.mjs [--events 1000000,10000000]` or `... --ingest [--seconds 20]`: prints one table. */
checkMachine()
install({ dev: true })
await build()
const what = process.argv.includes('--ingest') ? 'ingest' : 'run'
await buildServer([`bench/${what}.ts`], '.cache/bench/program')
const run = spawnSync(process.execPath, [join(root, `.cache/bench/program/${what}.js`), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: engineEnvironment(),
})
process.exit(run.status ?? 1)
