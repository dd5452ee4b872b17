import { commonFault, type commonFaults, type Fault } from '../kernel/fault.ts'

type Kind = {
  readonly code: keyof typeof commonFaults
  /** The codes of the system, of ClickHouse and of PostgreSQL. */
  readonly codes: readonly string[]
  /** What engines say that pass on an error of the system. */
  readonly says: RegExp
}

const kinds: readonly Kind[] = [
  {
    code: 'disk.full',
    codes: ['ENOSPC', 'EDQUOT', '243', '53100'],
    says: /no space left on device|disk quota exceeded|not enough space|\berrno: (?:28|122)\b/i,
  },
  { code: 'disk.failing', codes: ['EROFS', 'EIO', '58030'], says: /read-only file system|\berrno: (?:5|30)\b/i },
  { code: 'files.exhausted', codes: ['EMFILE', 'ENFILE'], says: /too many open files|\berrno: (?:23|24)\b/i },
]

/** The fault behind an error that says what the machine lacks; undefined: it is another error. */
export function shortageOf(error: unknown): Fault | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const [code, message] = ['code' in one ? String(one.code) : '', one.message]
    const kind = kinds.find(({ codes, says }) => codes.includes(code) || says.test(message))
    if (kind) return Object.assign(commonFault(kind.code), { cause: error })
  }
  return undefined
}
