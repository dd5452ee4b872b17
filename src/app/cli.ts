import { readConfig } from '../platform/config.ts'
import { commands, sample } from './commands.ts'
import { adopt, openDesk } from './desk.ts'
import { explain } from './explain.ts'
import { readLine, usage, WrongUse } from './usage.ts'

const print = (text: string): void => {
  process.stdout.write(`${text}\n`)
}

const progress = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`)
}

// What is made here is for one's own account alone.
process.umask(0o077)

async function main(args: readonly string[]): Promise<void> {
  const { command, words, flags } = readLine(args)
  if (flags.help || command === '' || command === 'help') return print(usage)
  const config = readConfig(process.env)
  if (command === 'adopt') return print(await adopt(config))
  if (command === 'sample') return sample({ data: config.data, flags, words, print, progress })
  const run = commands[command]
  if (!run) throw new WrongUse(`There is no command "${command}".\n\n${usage}`)
  const desk = await openDesk(config)
  if (desk.warning) process.stderr.write(`${desk.warning}\n`)
  try {
    await run({ client: desk.client, data: config.data, flags, words, print, progress })
  } finally {
    await desk.close()
  }
}

try {
  await main(process.argv.slice(2))
  process.exit(0)
} catch (problem) {
  process.stderr.write(`${explain(problem)}\n`)
  process.exit(1)
}
