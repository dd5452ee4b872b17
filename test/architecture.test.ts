import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')
const source = join(root, 'src')

/** Which feature may ask which other, always through its door. */
const mayAsk: Readonly<Record<string, readonly string[]>> = {
  admin: [],
  collect: ['admin'],
  people: ['admin', 'collect'],
  journeys: ['admin', 'collect', 'people'],
  insights: ['admin', 'collect', 'journeys'],
}

const layers = ['kernel', 'platform', 'features', 'app'] as const

/** Doors: on the server the index and the readers of files, in the browser the web index; words and contracts are open to all. */
const door = /^(index\.ts|reading\/index\.ts|web\/index\.tsx?|schema\.ts|contract\.ts)$/

type Import = { readonly from: string; readonly to: string }

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => /\.tsx?$/.test(name))
  .map((name) => name.replaceAll('\\', '/'))

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(join(source, from), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?['"](\.[^'"]+)['"]/g)].map(([, path = '']) => ({
    from,
    to: relative(source, resolve(dirname(join(source, from)), path)).replaceAll('\\', '/'),
  }))
})

const layer = (file: string): number => layers.findIndex((name) => file.startsWith(`${name}/`))
const feature = (file: string): string | undefined => /^features\/([^/]+)\//.exec(file)?.[1]
const isTest = (file: string): boolean => /\.(test|contract)\.tsx?$/.test(file)

describe('walls', () => {
  test('the scan saw the code', () => {
    expect(files.length).toBeGreaterThan(60)
    expect(imports.length).toBeGreaterThan(200)
  })

  test('dependencies point down: kernel <- platform <- features <- app', () => {
    const wrong = imports.filter(
      ({ from, to }) => layer(from) >= 0 && layer(to) >= 0 && layer(to) > layer(from) && !isTest(from),
    )
    // The browser's shell reads the contract that the app composes.
    expect(wrong.filter(({ to }) => to !== 'app/contract.ts')).toEqual([])
  })

  test('a feature enters another only by its door, along the table', () => {
    const wrong = imports.filter(({ from, to }) => {
      const [asker, asked] = [feature(from), feature(to)]
      if (!asker || !asked || asker === asked || isTest(from)) return false
      const place = to.replace(`features/${asked}/`, '')
      return !mayAsk[asker]?.includes(asked) || !door.test(place)
    })
    expect(wrong).toEqual([])
  })

  test('nothing imports itself in a circle', () => {
    const next = new Map<string, string[]>()
    for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
    const seen = new Map<string, 'open' | 'done'>()
    const circles: string[] = []
    const visit = (file: string, path: readonly string[]): void => {
      if (seen.get(file) === 'done') return
      if (seen.get(file) === 'open') {
        circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
        return
      }
      seen.set(file, 'open')
      for (const to of next.get(file) ?? []) visit(to, [...path, file])
      seen.set(file, 'done')
    }
    for (const file of files) visit(file, [])
    expect(circles).toEqual([])
  })

  test('the environment is read where a program starts, and nowhere else', () => {
    const readers = files.filter(
      (file) => /process\.env/.test(readFileSync(join(source, file), 'utf8')) && !isTest(file),
    )
    expect(readers.sort()).toEqual(['app/cli.ts', 'app/server.ts'])
  })

  test('the repository stands alone: only references look beside it', () => {
    const looking = ['src', 'test', 'packages', 'scripts', 'bench', '.ci'].flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(m?[jt]sx?|json|run|sh)$|^run$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name))
        .filter((file) => /\.\.\/shared|['"`/]shared\/(data|cases|fixtures|design)/.test(readFileSync(file, 'utf8')))
        .map((file) => relative(root, file)),
    )
    expect(looking.length).toBeGreaterThan(0)
    expect(
      looking.filter((file) => !file.startsWith('test/references/') && file !== 'test/architecture.test.ts'),
    ).toEqual([])
  })

  test('casts stay in the platform', () => {
    const casts = files
      .filter((file) => file.startsWith('features/') || file.startsWith('kernel/'))
      .filter((file) => !isTest(file))
      .flatMap((file) =>
        readFileSync(join(source, file), 'utf8')
          .split('\n')
          .filter((line) => !/^\s*(import|export|\*|\/\*|\/\/)/.test(line))
          .filter((line) => /[\w)\]] as [A-Z]\w*/.test(line.replace(/'[^']*'|`[^`]*`/g, '')))
          .map((line) => `${file}: ${line.trim()}`),
      )
    expect(casts).toEqual([])
  })
})
