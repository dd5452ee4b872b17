import { parseArgs } from 'node:util'

/** The person asked for something that does not exist; the message is the whole answer. */
export class WrongUse extends Error {}

export const usage = `Fernweh, the open customer-journey platform

  fernweh import FILE [--workspace W] [--mapping FILE.json] [--json]
                                         or the export of a till (DSFinV-K): its folder or ZIP archive
  fernweh imports                        every import with its figures
  fernweh contacts import FILE [--mapping NAME] [--dry-run] [--json]
                                         CSV, Excel or vCards; a saved mapping is used where the columns are known
  fernweh contacts export FILE           .csv, .xlsx or .vcf
  fernweh undo IMPORT                    take an import back
  fernweh draft --goal EVENT [--model six-phases] [--name NAME]
  fernweh report funnel --steps a,b,c [--within 7d] [--by channel] [--json]
  fernweh report phases [--journey J] [--json]
  fernweh report flow [--depth 6] [--from EVENT] [--json]
  fernweh source add NAME --kind website|form|server|till|phone|mailing|import|webhook [--origin URL]... [--json]
                                         a source and its key; a secret key is printed this once
  fernweh source list [--json]           every source with its state and volume
  fernweh source pause|resume SOURCE     SOURCE is a name, slug or id
  fernweh source key SOURCE [--json]     one more key
  fernweh stats [--json]                 events, people, the sum of all values, and what was rejected: rows of imports
                                         that stand, and messages of the last 30 days
  fernweh workspaces
  fernweh adopt                          go on with a data folder as it is, where a start says that something is missing
  fernweh sample --people N --seed S --out FILE [--until DATE]

Data is in ./data or where FERNWEH_DATA says; a running server is asked, else the data is opened directly.
`

const text = { type: 'string' } as const

const options = {
  workspace: text,
  mapping: text,
  steps: text,
  within: text,
  by: text,
  journey: text,
  depth: text,
  from: text,
  goal: text,
  model: text,
  name: text,
  kind: text,
  origin: { type: 'string', multiple: true },
  people: text,
  seed: text,
  out: text,
  until: text,
  json: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export type Flags = ReturnType<typeof readLine>['flags']

export function readLine(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true })
    const [command = '', ...words] = positionals
    return { command, words, flags: values }
  } catch (problem) {
    throw new WrongUse(problem instanceof Error ? problem.message : String(problem))
  }
}
