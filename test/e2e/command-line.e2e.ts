import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ecom, run, startServer, temporaryDirectory } from './program.ts'

const steps = 'catalog,product_view,add_to_cart,payment_details,purchase'

let directory = temporaryDirectory()
beforeEach(() => {
  directory = temporaryDirectory()
})
afterEach(() => directory.remove())

const fernweh = (...args: string[]) => run('fernweh.mjs', args, { FERNWEH_DATA: directory.path }).ended

async function asked(...args: string[]): Promise<unknown> {
  const { code, printed, output } = await fernweh(...args, '--json')
  expect(code, output).toBe(0)
  return JSON.parse(printed)
}

const peopleOf = (report: unknown): number[] =>
  JSON.parse(JSON.stringify(report)).steps.map((step: { people: number }) => step.people)

const whole = { read: 31_106, imported: 31_106, rejected: 0, duplicates: 0, people: 600, rejects_file: null }

const funnel = async (within: string): Promise<number[]> =>
  peopleOf(await asked('report', 'funnel', '--steps', steps, '--within', within))

describe('a person at the command line', () => {
  test('imports a shop export into an empty folder and reads its figures', async () => {
    expect(await asked('import', ecom)).toEqual(whole)
    expect(await asked('workspaces')).toMatchObject([{ name: 'default' }])
    expect(await funnel('1d')).toEqual([600, 591, 386, 173, 56])
    expect(await funnel('7d')).toEqual([600, 591, 410, 220, 85])
    expect(await funnel('30d')).toEqual([600, 596, 465, 294, 138])
    expect(await asked('draft', '--goal', 'purchase', '--name', 'Kauf')).toMatchObject({ name: 'Kauf' })
    expect((await fernweh('report', 'phases', '--journey', 'Kauf')).output).toContain('600 people')
    expect(await asked('report', 'flow', '--depth', '3')).toMatchObject({ people: 600 })
    expect(await asked('import', ecom)).toEqual({ ...whole, imported: 0, duplicates: 31_106 })
  })

  test('takes an import back and brings it in again, through a running server', async () => {
    const server = await startServer(directory.path)
    try {
      expect(await asked('import', ecom)).toEqual(whole)
      const [made] = JSON.parse(JSON.stringify(await asked('imports')))
      await asked('undo', made.id)
      expect(await funnel('7d')).toEqual([0, 0, 0, 0, 0])
      expect(await asked('import', ecom)).toEqual(whole)
      expect(await funnel('7d')).toEqual([600, 591, 410, 220, 85])
    } finally {
      await server.stop()
    }
  })

  test.each([
    ['a command that does not exist', ['fly'], 'There is no command "fly"'],
    ['a file that does not exist', ['import', 'nowhere.csv'], 'There is no file'],
    ['an option that does not exist', ['import', ecom, '--fast'], "Unknown option '--fast'"],
    ['a step that does not occur', ['report', 'funnel', '--steps', 'catalog,purchase'], 'There is no event "catalog"'],
    ['a workspace that does not exist', ['report', 'flow', '--workspace', 'other'], 'There is no workspace "other"'],
  ])('names %s and is told in a sentence', async (_, args, sentence) => {
    const { code, output } = await fernweh(...args)
    expect(code).toBe(1)
    expect(output).toContain(sentence)
    expect(output).not.toMatch(/\n\s+at /)
  })

  test('gives files that are none, and each answer says why', async () => {
    const file = (name: string, content: string | Buffer): string => {
      const path = directory.file(name)
      writeFileSync(path, content)
      return path
    }
    const binary = Buffer.from(Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256))
    for (const path of [file('empty.csv', ''), file('picture.csv', binary), directory.path]) {
      const { code, output } = await fernweh('import', path)
      expect(code, output).toBe(1)
      expect(output).not.toMatch(/\n\s+at /)
    }
    const rows = Array.from(
      { length: 200 },
      (_, i) => `p${i % 20},2025-01-01 10:${String(i % 60).padStart(2, '0')}:00,e${i}`,
    )
    const broken = ['user_id,timestamp,event', ...rows, 'p1,gestern,view', ',2025-01-01 10:00:00,view'].join('\n')
    const report = await asked('import', file('broken.csv', broken))
    expect(report).toMatchObject({
      read: 202,
      imported: 200,
      rejected: 2,
      rejects_file: expect.stringContaining('rejects.csv'),
    })
  })
})
