import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contract } from '../src/app/contract.ts'
import { asksOnly } from '../src/features/admin/audit/watch.ts'
import { auditWords } from '../src/features/admin/web/auditWords.ts'
import { faultTexts } from '../src/web/faultTexts.ts'

const features = join(import.meta.dirname, '..', 'src', 'features')
const sources = readdirSync(features, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.(test|contract)\.ts$/.test(name))
  .map((name) => readFileSync(join(features, name), 'utf8'))

const wordsOfSources = (pattern: RegExp): string[] =>
  sources.flatMap((text) => [...text.matchAll(pattern)].map(([, found = '']) => found))

/** Raised only towards programs that send, which read the code and the English title. */
const forPrograms =
  /^(body\.(malformed|large)|key\.unknown|route\.missing|intake\.(overloaded|closed|full)|webhook\.(malformed|unsigned|expired|undated))$/

describe.each(['de', 'en'] as const)('in %s', (language) => {
  test('every fault that a person can meet has words', () => {
    const codes = wordsOfSources(/'([a-z]+\.[a-z_]+)': \{\s*status: \d/g).filter((code) => !forPrograms.test(code))
    expect(codes.length).toBeGreaterThan(40)
    const texts: Readonly<Record<string, { title: string; advice: string }>> = faultTexts[language]
    expect(codes.filter((code) => !texts[code]?.title || !texts[code]?.advice)).toEqual([])
  })

  test('everything that the log can say was done has words', () => {
    const written = wordsOfSources(/action: '([a-z]+\.[a-zA-Z.]+)'/g)
    expect(written.length).toBeGreaterThan(3)
    const actions: Readonly<Record<string, string>> = auditWords[language].actions
    expect([...written, ...changesIn(contract)].filter((action) => !actions[action])).toEqual([])
  })
})

type Route = { readonly method?: string; readonly path?: string }

function changesIn(node: unknown, path: readonly string[] = []): string[] {
  if (typeof node !== 'object' || node === null) return []
  const procedure: { readonly route: Route } | undefined = Reflect.get(node, '~orpc')
  if (!procedure) return Object.entries(node).flatMap(([name, inner]) => changesIn(inner, [...path, name]))
  const { method = 'POST', path: address = '' } = procedure.route
  const action = path.join('.')
  return method !== 'GET' && address.startsWith('/w/{workspace}') && !asksOnly.test(action) ? [action] : []
}
