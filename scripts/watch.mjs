import { spawn } from 'node:child_process'

const tell = (sentence) => process.stderr.write(`\nFernweh: ${sentence}\n`)

/** More new starts than this within so many milliseconds are given up. */
const most = 5
const within = 10 * 60_000

/**
 * Runs a program and starts it again when it dies of a fault, or when its main thread says nothing for `seconds` while
 * it serves. The program tells `serving`, `alive` and `ending` over its channel; while it starts or ends it may be
 * silent. A start that is refused, and an end that was asked for, end this process with the program's own code.
 */
export function watch(command, args, options, seconds) {
  // Counted in our own ticks, so that a machine that slept, or Ctrl+Z, is not taken for a silent server.
  const tick = (seconds * 1000) / 30
  const restarts = []
  let server
  let phase = 'starting'
  let silent = 0
  let ending = 0

  function start() {
    phase = 'starting'
    server = spawn(command, args, { ...options, stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    server.on('message', (word) => {
      silent = 0
      if (word !== 'alive') phase = word
    })
    server.on('error', (problem) => {
      tell(`The server could not be started: ${problem.message}`)
      process.exit(1)
    })
    server.on('exit', ended)
  }

  function ended(code, signal) {
    server = undefined
    const decided = ending > 0 || phase === 'ending' || code === 0 || (phase === 'starting' && code !== null)
    if (decided) process.exit(code ?? 1)
    const now = performance.now()
    while (restarts.length > 0 && now - restarts[0] > within) restarts.shift()
    const how = phase === 'silent' ? 'did not answer' : `ended ${signal ? `by ${signal}` : `with code ${code}`}`
    if (restarts.length >= most) {
      tell(`The server ${how}, after ${most} new starts within 10 minutes. It is not started again.`)
      process.exit(1)
    }
    if (phase !== 'silent') tell(`The server ${how}. It is started again.`)
    setTimeout(start, tick * 2 ** restarts.length)
    restarts.push(now)
  }

  function look() {
    silent += 1
    if (phase === 'serving' && silent >= 30) {
      tell(`The server did not answer for ${seconds} seconds. It is ended and started again.`)
      phase = 'silent'
      server?.kill('SIGKILL')
    }
  }

  function end(signal) {
    const again = ending > 0 && performance.now() - ending > 1000
    ending ||= performance.now()
    if (!server) process.exit(0)
    // A server that hangs hears no signal, so the second one ends it for certain.
    server.kill(again && silent >= 3 ? 'SIGKILL' : signal)
  }

  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => end(signal))
  if (seconds > 0) setInterval(look, tick)
  start()
}
