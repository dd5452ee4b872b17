import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { buildServer } from './build.mjs'
import { build, checkMachine, engineEnvironment, install, root } from './prepare.mjs'

/** `node scripts/bench.mjs [--events 1000000,10000000]`: prints one table. */
checkMachine()
install({ dev: true })
await build()
await buildServer(['bench/run.ts'], '.cache/bench/program')
const run = spawnSync(process.execPath, [join(root, '.cache/bench/program/run.js'), ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: engineEnvironment(),
})
process.exit(run.status ?? 1)
