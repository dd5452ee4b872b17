import type { Page } from 'playwright-core'
import type { Seeded } from './seeds.ts'

export type Language = 'de' | 'en'

export type Sheet = {
  readonly name: string
  readonly path: string
  /** Brings the page into the state that is meant, such as an opened list. */
  readonly act?: (page: Page, language: Language) => Promise<unknown>
}

export const before: Sheet[] = [{ name: 'start', path: '/' }]

export const outside = ({ invitation }: Seeded): Sheet[] => [
  { name: 'sign-in', path: '/sign-in' },
  { name: 'invite', path: `/invite/${invitation}` },
  { name: 'invite-gone', path: '/invite/nobody' },
]

const search = (values: Readonly<Record<string, unknown>>): string =>
  new URLSearchParams(
    Object.entries(values).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)]),
  ).toString()

const click =
  (texts: Record<Language, string>, role: 'button' | 'tab' = 'button') =>
  (page: Page, language: Language) =>
    page.getByRole(role, { name: texts[language], exact: true }).click()

const steps = ['search_landing', 'product_view', 'newsletter_signup', 'bike_configured', 'purchase']

const emptySheets = ({ empty }: Seeded): Sheet[] => [
  { name: 'welcome', path: `/w/${empty}/welcome` },
  { name: 'empty-sources', path: `/w/${empty}/sources` },
  { name: 'empty-segments', path: `/w/${empty}/people/segments` },
  { name: 'empty-people', path: `/w/${empty}/people` },
  { name: 'empty-journeys', path: `/w/${empty}/journeys` },
  { name: 'empty-wizard', path: `/w/${empty}/journeys/new` },
  { name: 'empty-funnel', path: `/w/${empty}/insights/funnel` },
  { name: 'empty-flow', path: `/w/${empty}/insights/flow` },
]

const importSheets = ({ workspace, upload: id, importId }: Seeded): Sheet[] => [
  { name: 'import-choose', path: `/w/${workspace}/sources/import` },
  { name: 'import-columns', path: `/w/${workspace}/sources/import?upload=${id}` },
  {
    name: 'import-dry-run',
    path: `/w/${workspace}/sources/import?upload=${id}`,
    act: async (page, language) => {
      await click({ de: 'Probelauf', en: 'Dry run' })(page, language)
      await page.getByRole('heading', { name: { de: 'Probelauf', en: 'Dry run' }[language] }).waitFor()
    },
  },
  { name: 'import-done', path: `/w/${workspace}/sources/imports/${importId}` },
  { name: 'sources', path: `/w/${workspace}/sources` },
]

const sourceSheets = ({ connected: { workspace, website, till, mailing } }: Seeded): Sheet[] => {
  const sources = `/w/${workspace}/sources`
  const tab = (source: string, name: string) => `${sources}/${source}?tab=${name}`
  return [
    { name: 'sources-connected', path: sources },
    { name: 'source-kinds', path: `${sources}/new` },
    { name: 'source-new', path: `${sources}/new?kind=website` },
    { name: 'source-setup', path: tab(website, 'setup') },
    {
      name: 'source-snippet',
      path: tab(website, 'setup'),
      act: click({ de: 'Segment-Snippet', en: 'Segment snippet' }, 'tab'),
    },
    { name: 'source-live', path: tab(website, 'live'), act: (page) => page.locator('summary').first().click() },
    { name: 'source-rejected', path: tab(website, 'rejected') },
    { name: 'source-keys', path: tab(website, 'keys') },
    { name: 'source-settings', path: tab(website, 'settings') },
    { name: 'source-waiting', path: `${sources}/${till}` },
    {
      name: 'source-secret',
      path: tab(till, 'keys'),
      act: click({ de: 'Weiterer Schlüssel', en: 'Another key' }),
    },
    { name: 'source-webhooks', path: tab(mailing, 'setup') },
  ]
}

const mapSheets = ({ workspace, journey, segments }: Seeded): Sheet[] => {
  const map = `/w/${workspace}/journeys/${journey.id}`
  const touchpoint = journey.touchpoints[2]?.id ?? ''
  const filter = [{ field: 'property', key: 'device', op: 'is', values: ['mobile'] }]
  const everything = { layers: ['measured', 'emotion', 'plan', 'money', 'comparison'], proposal: true }
  const summer = { from: '2026-06-01', to: '2026-08-31', versus: 'previous' }
  return [
    { name: 'journeys', path: `/w/${workspace}/journeys` },
    { name: 'wizard', path: `/w/${workspace}/journeys/new` },
    { name: 'map', path: map },
    { name: 'map-everything', path: `${map}?${search({ ...everything, ...summer })}` },
    { name: 'map-persona', path: `${map}?${search({ segment: segments.rule })}` },
    { name: 'map-overview', path: `${map}?zoom=far` },
    { name: 'map-table', path: `${map}?view=table` },
    { name: 'map-touchpoint', path: `${map}?${search({ touchpoint })}` },
    { name: 'map-people', path: `${map}?${search({ touchpoint, tab: 'people' })}` },
    { name: 'map-phase', path: `${map}?${search({ phase: journey.phases[1]?.id ?? '' })}` },
    { name: 'map-edit', path: `${map}?${search({ touchpoint, tab: 'rule', edit: true })}` },
    {
      name: 'map-period',
      path: map,
      act: (page) => page.getByRole('button', { name: /Gesamter Zeitraum|All time/ }).click(),
    },
    {
      name: 'map-filter',
      path: `${map}?${search({ filter })}`,
      act: (page) => page.getByRole('button', { name: /^Filter · 1$/ }).click(),
    },
    {
      name: 'map-settings',
      path: `${map}?${search({ edit: true })}`,
      act: click({ de: 'Ziel, Dauer, Personas', en: 'Goal, duration, personas' }),
    },
  ]
}

const reportSheets = ({ workspace, person, segments }: Seeded): Sheet[] => [
  { name: 'insights', path: `/w/${workspace}/insights` },
  { name: 'funnel', path: `/w/${workspace}/insights/funnel?${search({ steps, by: 'channel' })}` },
  { name: 'funnel-table', path: `/w/${workspace}/insights/funnel?${search({ steps, view: 'table' })}` },
  { name: 'flow', path: `/w/${workspace}/insights/flow` },
  { name: 'flow-table', path: `/w/${workspace}/insights/flow?view=table` },
  { name: 'people', path: `/w/${workspace}/people` },
  { name: 'people-segment', path: `/w/${workspace}/people?segment=${segments.rule}` },
  {
    name: 'people-rule',
    path: `/w/${workspace}/people?${search({ segment: segments.rule, rule: { identifier: 'email', known: true } })}`,
    act: click({ de: 'Filter', en: 'Filter' }),
  },
  { name: 'segments', path: `/w/${workspace}/people/segments` },
  { name: 'segment-new', path: `/w/${workspace}/people/segments/new` },
  { name: 'segment', path: `/w/${workspace}/people/segments/${segments.rule}` },
  { name: 'segment-table', path: `/w/${workspace}/people/segments/${segments.rule}?view=table` },
  { name: 'segment-edit', path: `/w/${workspace}/people/segments/${segments.rule}?edit=true` },
  { name: 'segment-list', path: `/w/${workspace}/people/segments/${segments.list}` },
  { name: 'people-nobody', path: `/w/${workspace}/people?search=niemand` },
  { name: 'people-columns', path: `/w/${workspace}/people?columns=email,customer,city,last,value&sort=value` },
  { name: 'person', path: `/w/${workspace}/people/${person}` },
  { name: 'person-filtered', path: `/w/${workspace}/people/${person}?${search({ find: 'kein solches Ereignis' })}` },
  {
    name: 'person-merge',
    path: `/w/${workspace}/people/${person}`,
    act: async (page) => {
      await page.getByRole('button', { name: /^(Zusammenführen|Merge) …$/ }).click()
      await page.getByRole('dialog').getByRole('searchbox').fill('a')
      await page.getByRole('dialog').getByRole('listitem').first().getByRole('button').click()
      await page.getByRole('dialog').getByRole('table').waitFor()
    },
  },
]

/** What is asked and noted in the store, and by which rules a visit counts as a channel. */
const storeSheets = ({ workspace }: Seeded): Sheet[] => [
  { name: 'channels', path: `/w/${workspace}/sources/channels` },
  { name: 'devices', path: `/w/${workspace}/sources/capture` },
  {
    name: 'device-new',
    path: `/w/${workspace}/sources/capture`,
    act: click({ de: 'Gerät hinzufügen', en: 'Add a device' }),
  },
  { name: 'tiles', path: `/w/${workspace}/sources/capture/tiles` },
  { name: 'tally', path: `/w/${workspace}/sources/capture/tally` },
  { name: 'stated', path: `/w/${workspace}/insights/stated` },
  { name: 'quick', path: `/w/${workspace}/capture` },
]

/** What the law asks for, and contacts that come and go. */
const lawSheets = ({ workspace, person }: Seeded): Sheet[] => [
  { name: 'protection', path: `/w/${workspace}/people/${person}/protection` },
  { name: 'privacy', path: `/w/${workspace}/privacy` },
  { name: 'audit', path: `/w/${workspace}/audit` },
  { name: 'contacts', path: `/w/${workspace}/people/contacts` },
  { name: 'duplicates', path: `/w/${workspace}/people/duplicates` },
]

const frameSheets = ({ workspace }: Seeded): Sheet[] => [
  { name: 'settings', path: `/w/${workspace}/settings` },
  { name: 'new-workspace', path: '/new-workspace' },
  { name: 'missing', path: `/w/${workspace}/nothing/here` },
  { name: 'missing-workspace', path: '/w/00000000-0000-4000-8000-000000000000/journeys' },
  {
    name: 'palette',
    path: `/w/${workspace}/settings`,
    act: (page) => page.keyboard.press('Control+k'),
  },
]

/** Everything for people who are signed in. */
export const inside = (seeded: Seeded): Sheet[] =>
  [emptySheets, importSheets, sourceSheets, storeSheets, mapSheets, reportSheets, lawSheets, frameSheets].flatMap(
    (sheets) => sheets(seeded),
  )
