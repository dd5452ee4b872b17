import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, checkMachine, engineEnvironment, install, root } from './prepare.mjs'

/** `node scripts/test.mjs [suite ...]`: check, unit, e2e (these three without arguments), fuzz, references, cluster. */
const suites = process.argv.slice(2)
const wanted = suites.length > 0 ? suites : ['check', 'unit', 'e2e']
const results = join(root, '.cache', 'results')

const run = (command, args) =>
  spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...engineEnvironment(), FORCE_COLOR: process.env.FORCE_COLOR ?? '0' },
  }).status === 0
const bin = (name) => join(root, 'node_modules', '.bin', name)

function check() {
  const fine = [run(bin('tsc'), ['--noEmit', '-p', '.']), run(bin('biome'), ['check', '.'])].filter(Boolean).length
  return { passed: fine, failed: 2 - fine }
}

function vitest(project) {
  const file = join(results, `${project}.json`)
  rmSync(file, { force: true })
  const fine = run(bin('vitest'), [
    'run',
    '--project',
    project,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${file}`,
  ])
  try {
    const report = JSON.parse(readFileSync(file, 'utf8'))
    const failed = report.numFailedTests + (fine || report.numFailedTests > 0 ? 0 : 1)
    return { passed: report.numPassedTests, failed }
  } catch {
    return { passed: 0, failed: 1 }
  }
}

checkMachine()
mkdirSync(results, { recursive: true })
install({ dev: true })
await build()
const counts = wanted.map((suite) => (suite === 'check' ? check() : vitest(suite)))
const passed = counts.reduce((sum, count) => sum + count.passed, 0)
const failed = counts.reduce((sum, count) => sum + count.failed, 0)
process.stdout.write(`\n${passed} passed, ${failed} failed\n`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
