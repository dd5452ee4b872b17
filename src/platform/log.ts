import { type Logger, pino } from 'pino'

export type Log = Logger

const secrets = ['password', 'token', 'secret', 'authorization', 'cookie', 'newPassword', 'currentPassword']
const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** A log of JSON lines on stderr, so that stdout stays free for results. Passwords, tokens and cookies are blotted out. */
export function openLog(level: string, to: { write(line: string): void } = process.stderr): Log {
  return pino(
    {
      level,
      base: undefined,
      redact: { paths: [...paths, '*.headers["set-cookie"]'], censor: '[hidden]' },
      timestamp: pino.stdTimeFunctions.isoTime,
    },
    to,
  )
}
