import { join, resolve } from 'node:path'
import { build, checkDisk, checkMachine, engineEnvironment, install, refuse, root } from './prepare.mjs'
import { watch } from './watch.mjs'

process.stderr.write('Fernweh\n')
checkMachine()
checkDisk(resolve(process.env.FERNWEH_DATA ?? join(root, 'data')), 300)
try {
  install({ dev: false })
  await build()
} catch (problem) {
  refuse(problem?.code === 'ENOSPC' ? 'The disk is full.' : `The build failed: ${problem?.message ?? problem}`)
}

const seconds = Number(process.env.FERNWEH_WATCH || 30)
const isBounded = seconds === 0 || (seconds >= 5 && seconds <= 86_400)
if (!isBounded) refuse('FERNWEH_WATCH must be 5 to 86400 seconds, such as 30; 0 switches the watching off.')

// FERNWEH_WATCH: after so many seconds of silence the server is ended and started again; 0 never does, for debuggers.
watch(
  process.execPath,
  ['--enable-source-maps', join(root, 'dist/server/server.js')],
  { cwd: root, env: engineEnvironment() },
  seconds,
)
