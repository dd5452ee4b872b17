import { randomUUID } from 'node:crypto'
import { isContractProcedure } from '@orpc/contract'
import { contract } from '../../src/app/contract.ts'
import { eventIs } from '../../src/kernel/rule.ts'
import { settings } from './accounts.ts'
import type { Visitor } from './browser.ts'
import { deviceSettings, mapping, type Place } from './places.ts'

/** An operation of the contract. */
export type Route = { readonly name: string; readonly method: string; readonly path: string }

function routesOf(node: unknown, name = ''): Route[] {
  if (isContractProcedure(node)) {
    const { method = 'POST', path = '' } = node['~orpc'].route
    return [{ name, method, path }]
  }
  return Object.entries(Object(node)).flatMap(([key, inner]) => routesOf(inner, name === '' ? key : `${name}.${key}`))
}

export const operations: readonly Route[] = routesOf(contract)

/** Those that are done in one workspace. */
export const routes = operations.filter(({ path }) => path.startsWith('/w/{workspace}'))
export const reading = { format: 'csv', gzip: false, encoding: 'utf-8', delimiter: ',' }
const document = {
  name: 'x',
  phaseModel: 'x',
  phases: [{ id: 'a', name: 'A', section: 'before' }],
  touchpoints: [],
  goal: eventIs('x'),
  gapDays: 7,
}

/** What a request says beside its path. */
export const bodies: Readonly<Record<string, object>> = {
  'admin.createWorkspace': settings,
  'admin.updateWorkspace': settings,
  'admin.invite': { email: 'x@y.example', role: 'viewer' },
  'admin.changeRole': { role: 'viewer' },
  'collect.preview': {},
  'collect.dryRun': { reading, mapping },
  'collect.startImport': { reading, mapping },
  'collect.importLocal': { path: '/nowhere' },
  'collect.startSample': { people: 10 },
  'collect.capture.note': { sent: 0, waiting: 0, messages: [], withdrawals: [] },
  'collect.capture.addDevice': { kind: 'staff', ...deviceSettings },
  'collect.capture.changeDevice': deviceSettings,
  'collect.capture.saveTiles': { tiles: [] },
  'collect.capture.addTally': { device: randomUUID(), day: '2026-01-01', counts: {} },
  'collect.channels.preview': { rules: [] },
  'collect.channels.save': { rules: [], version: 0 },
  'collect.identity.join': { with: '5' },
  'collect.identity.part': { anchor: '5' },
  'collect.identity.setRules': { rules: { limits: {}, exclusive: [], blocked: [] } },
  'collect.sources.create': { name: 'x', kind: 'till' },
  'collect.sources.change': { paused: true },
  'collect.webhooks.add': { provider: 'orders' },
  'people.correct': { value: 'x' },
  'people.contacts.dryRun': { mapping: { name: 'x', columns: [] } },
  'people.contacts.start': { mapping: { name: 'x', columns: [] } },
  'people.contacts.local': { path: '/nowhere' },
  'people.contacts.tryLocal': { path: '/nowhere' },
  'people.contacts.exportLocal': { path: '/nowhere/contacts.csv' },
  'people.duplicates.decide': { decision: 'later' },
  'people.consent.note': { purpose: 'newsletter', state: 'granted' },
  'people.consent.changeSettings': {
    withoutConsent: 'legitimate',
    controller: '',
    anonymousMonths: null,
    eventMonths: null,
    inactiveMonths: null,
  },
  'people.consent.addWording': {
    purpose: 'phone',
    basis: 'consent',
    validMonths: null,
    de: { title: 'x', text: 'x' },
    en: { title: 'x', text: 'x' },
  },
  'people.protection.restrict': {},
  'people.protection.object': {},
  'people.protection.erase': { word: 'erase' },
  'people.protection.ask': { kind: 'copy' },
  'people.protection.close': { state: 'done' },
  'people.segments.preview': { rule: { all: [] } },
  'people.segments.create': { name: 'x', rule: null },
  'people.segments.save': { name: 'x', rule: null, version: 1 },
  'people.segments.addFound': { filter: {} },
  'people.segments.paste': { text: 'c1' },
  'insights.funnel': { steps: ['visit', 'purchase'] },
  'insights.flow': {},
  'journeys.draft': { phaseModel: 'six-phases', goal: eventIs('purchase'), name: 'x' },
  'journeys.create': document,
  'journeys.save': { ...document, version: 1 },
}

const pathOf = ({ path }: Route, place: Readonly<Record<string, unknown>>): string =>
  `/api${path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(place[name])))}`

/** Traits are named by words, not by numbers of the workspace. */
const placeFor = ({ name }: Route, place: Place): Place =>
  name === 'people.correct' ? { ...place, key: 'city' } : place

export function ask(visitor: Visitor, route: Route, place: Place) {
  const upload = ['collect.startImport', 'people.contacts.start'].includes(route.name) ? { upload: place.upload } : {}
  const body = route.method === 'GET' ? undefined : { ...bodies[route.name], ...upload }
  return visitor.ask<unknown>(route.method, pathOf(route, placeFor(route, place)), body)
}

export const parameters = ({ path }: Route): string[] => [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
