import '../../../../../web/theme.css'
import './font.css'
import './device.css'
import type { DeviceConfig } from '../../../capture/schema.ts'
import { openDesk } from './desk.ts'
import { h, show } from './dom.ts'
import { openKiosk } from './kiosk.ts'
import { askConfig, sender } from './line.ts'
import { openPost, type PostState } from './post.ts'
import { openShelf, type Shelf } from './shelf.ts'
import { type DeviceLanguage, deviceWords } from './words.ts'

const key = location.pathname.split('/')[2] ?? ''
const browserLanguage: DeviceLanguage = navigator.language.startsWith('de') ? 'de' : 'en'
const refreshMs = 5 * 60_000

function followScheme(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const set = (): void => {
    document.documentElement.dataset.mantineColorScheme = dark.matches ? 'dark' : 'light'
  }
  dark.addEventListener('change', set)
  set()
}

function makeInstallable(): void {
  document.head.append(h('link', { rel: 'manifest', href: `/capture/${key}/manifest.webmanifest` }))
}

let renewed = false

function keepPage(): void {
  if (!('serviceWorker' in navigator)) return
  const had = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    renewed = had
  })
  void navigator.serviceWorker.register('/capture/worker.js', { scope: '/capture/' }).catch(() => undefined)
  void navigator.storage?.persist?.().catch(() => undefined)
}

async function stayAwake(): Promise<void> {
  if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return
  await navigator.wakeLock.request('screen').catch(() => undefined)
}

function stop(root: HTMLElement, title: string, text: string, waiting = 0): void {
  const words = deviceWords[browserLanguage]
  const again = h('button', { class: 'fc-wide fc-go', type: 'button', onclick: () => location.reload() }, words.retry)
  const kept = waiting > 0 && h('p', {}, words.kept(waiting))
  show(root, h('main', { class: 'fc-screen fc-middle' }, h('h1', {}, title), h('p', {}, text), kept, again))
}

async function firstConfig(shelf: Shelf): Promise<DeviceConfig | 'revoked' | undefined> {
  const kept = await shelf.config(key)
  const asking = askConfig(key, 0)
  if (kept === undefined) return asking
  void asking.catch(() => undefined)
  return kept
}

function run(root: HTMLElement, shelf: Shelf, first: DeviceConfig): void {
  const words = deviceWords[browserLanguage]
  let config = first
  let state: PostState = { waiting: 0, revoked: false, failing: false, kept: [] }
  let page: ReturnType<typeof openKiosk> | ReturnType<typeof openDesk> | undefined
  const end = (): void => {
    page?.close()
    page = undefined
    stop(root, words.revoked, words.revokedText, state.waiting)
  }
  const post = openPost({
    outbox: key,
    shelf,
    send: sender('/api/capture/messages', { key }),
    burstMs: () => config.burst * 1000,
    onState: (next) => {
      state = next
      if (next.revoked && page) end()
      page?.tell(next)
    },
  })
  const renew = async (): Promise<void> => {
    const next = await askConfig(key, state.waiting)
    if (next === 'revoked') return end()
    if (next === undefined) return
    if (next.kind !== config.kind) location.reload()
    config = next
    await shelf.setConfig(key, next)
  }
  const onIdle = (): void => {
    if (renewed) location.reload()
  }
  page =
    config.kind === 'question'
      ? openKiosk({ root, post, config: () => config, onIdle })
      : openDesk({ root, post, config: () => config, languageFixed: false })
  const wake = (): void => {
    void post.hurry()
    void renew()
    void stayAwake()
  }
  addEventListener('online', wake)
  addEventListener('offline', () => void post.tell())
  document.addEventListener('visibilitychange', wake)
  setInterval(() => void renew(), refreshMs)
  void shelf.setConfig(key, config)
  void post.tell().then(wake)
}

async function start(root: HTMLElement): Promise<void> {
  const words = deviceWords[browserLanguage]
  const shelf = await openShelf().catch(() => undefined)
  if (!shelf) return stop(root, words.noStore, words.noStoreText)
  const config = await firstConfig(shelf)
  if (config === 'revoked') return stop(root, words.revoked, words.revokedText)
  if (!config) return stop(root, words.unreachable, words.unreachableText)
  document.title = config.kind === 'question' ? deviceWords[config.language].question : config.name
  run(root, shelf, config)
}

followScheme()
makeInstallable()
keepPage()
const root = document.getElementById('root')
if (root) void start(root)
