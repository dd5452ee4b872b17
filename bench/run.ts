import { rmSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { repositoryRoot } from '../src/platform/root.ts'
import { measureProduct, type ProductFigures, steps } from './product.ts'
import { measureRowForm, type RowFormFigures } from './rowForm.ts'
import { type SampleFile, sampleFile } from './sampleFile.ts'

type Size = { readonly file: SampleFile; readonly product: ProductFigures; readonly rowForm: RowFormFigures }

const whole = (value: number): string => Math.round(value).toLocaleString('en')
const ms = (value: number | null): string => (value === null ? 'out of memory' : `${whole(value)} ms`)
const rate = (value: number | null): string => (value === null ? 'out of memory' : `${whole(value)} rows/s`)

const rows: readonly (readonly [string, (size: Size) => string, (size: Size) => string])[] = [
  ['import, paths included', ({ product }) => rate(product.importRate), ({ rowForm }) => rate(rowForm.importRate)],
  [`funnel, ${steps.length} steps`, ({ product }) => ms(product.funnel), ({ rowForm }) => ms(rowForm.funnel)],
  ['funnel by channel', ({ product }) => ms(product.funnelByChannel), () => ''],
  ['flow, 6 steps', ({ product }) => ms(product.flow), ({ rowForm }) => ms(rowForm.flow)],
  ['map, all figures', ({ product }) => ms(product.map), ({ rowForm }) => `${ms(rowForm.map)} (cards only)`],
  ['people, latest 50', ({ product }) => ms(product.people), () => ''],
  ['people, found by two words', ({ product }) => ms(product.search), () => ''],
  ['timeline of one person', ({ product }) => ms(product.timeline), () => ''],
  ['profile of one person, all of the page', ({ product }) => ms(product.profile), () => ''],
  ['segment: count and sample', ({ product }) => ms(product.segment), () => ''],
  ['first start, empty', ({ product }) => `${product.firstStart.toFixed(1)} s`, () => ''],
  ['next start', ({ product }) => `${product.nextStart.toFixed(1)} s`, () => ''],
  [
    'largest memory of the server: start, import, all',
    ({ product }) => `${product.memory.map(whole).join(', ')} MB`,
    () => '',
  ],
]

function table(sizes: readonly Size[]): string {
  const heads = ['', ...sizes.flatMap(({ file }) => [`${whole(file.events)} events`, 'row form'])]
  const body = rows.map(([name, mine, other]) => [name, ...sizes.flatMap((size) => [mine(size), other(size)])])
  const lines = [heads, ['---', ...sizes.flatMap(() => ['---:', '---:'])], ...body]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

async function measure(folder: string, events: number): Promise<Size> {
  const file = await sampleFile(folder, events)
  const data = join(folder, `data-${events}`)
  rmSync(data, { recursive: true, force: true })
  process.stderr.write(`${whole(file.events)} events of ${whole(file.people)} people ...\n`)
  const product = await measureProduct(data, file)
  const rowForm = await measureRowForm(data, file)
  rmSync(data, { recursive: true, force: true })
  return { file, product, rowForm }
}

const { values } = parseArgs({ options: { events: { type: 'string', default: '1000000,10000000' } } })
const folder = join(repositoryRoot(), '.cache/bench')
const sizes: Size[] = []
for (const events of values.events.split(',').map(Number)) sizes.push(await measure(folder, events))
const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}`
process.stdout.write(`${table(sizes)}\n\nWarm medians of five whole requests over HTTP; ${machine}.\n`)
