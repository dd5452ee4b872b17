import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { build, checkMachine, engineEnvironment, install, refuse, root } from './prepare.mjs'

checkMachine()
try {
  install({ dev: false })
  await build({ web: false })
} catch (problem) {
  refuse(problem?.code === 'ENOSPC' ? 'The disk is full.' : `The build failed: ${problem?.message ?? problem}`)
}

const program = spawn(
  process.execPath,
  ['--enable-source-maps', join(root, 'dist/server/cli.js'), ...process.argv.slice(2)],
  {
    stdio: 'inherit',
    env: engineEnvironment(),
  },
)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => program.kill(signal))
program.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
