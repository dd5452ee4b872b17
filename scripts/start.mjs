import { spawn } from 'node:child_process'
import { join, resolve } from 'node:path'
import { build, checkDisk, checkMachine, engineEnvironment, install, refuse, root } from './prepare.mjs'

process.stderr.write('Fernweh\n')
checkMachine()
checkDisk(resolve(process.env.FERNWEH_DATA ?? join(root, 'data')), 300)
try {
  install({ dev: false })
  await build()
} catch (problem) {
  refuse(problem?.code === 'ENOSPC' ? 'The disk is full.' : `The build failed: ${problem?.message ?? problem}`)
}

const server = spawn(process.execPath, ['--enable-source-maps', join(root, 'dist/server/server.js')], {
  cwd: root,
  stdio: 'inherit',
  env: engineEnvironment(),
})
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.kill(signal))
server.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)))
