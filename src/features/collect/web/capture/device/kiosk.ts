import { shuffled } from '../../../capture/order.ts'
import type { Answer, DeviceConfig } from '../../../capture/schema.ts'
import { otherTile } from '../../../capture/words.ts'
import { h, show, sign } from './dom.ts'
import { extraForm, otherForm } from './forms.ts'
import { newId } from './newId.ts'
import type { Post } from './post.ts'
import { questionScreen, type Screen } from './question.ts'
import { statusLine, type Told } from './status.ts'
import { type DeviceLanguage, deviceWords } from './words.ts'

export type KioskOptions = {
  readonly root: HTMLElement
  readonly post: Pick<Post, 'add' | 'amend'>
  readonly config: () => DeviceConfig
  /** Runs whenever the question is about to be asked anew: nobody is in the middle of an answer. */
  readonly onIdle: () => void
}

const thanksMs = 1_800
const thanksWithExtraMs = 3_500
const otherMs = 45_000
const extraMs = 120_000

/** Answers wait a little before they leave: a burst shows only afterwards, and staff may add to them. */
export const holdMs = ({ burst, extra }: Pick<DeviceConfig, 'burst' | 'extra'>): number =>
  Math.max(burst * 1000, extra ? thanksWithExtraMs + 1_500 : 0)

const newSeed = (): number => Math.floor(Math.random() * 2 ** 31)

/** The question at the till: asks, thanks, asks again. */
export function openKiosk({ root, post, config, onIdle }: KioskOptions) {
  let language: DeviceLanguage = config().language
  let screen: Screen | undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  const status = statusLine()
  let told: Told = { waiting: 0, failing: false }
  let turn = { seed: newSeed() }

  const words = () => deviceWords[language]
  const ordered = () => shuffled(config().tiles, turn.seed)

  function put(element: HTMLElement, next?: { ms: number; act: () => void }): void {
    screen?.close()
    screen = undefined
    clearTimeout(timer)
    show(root, element)
    if (next) timer = setTimeout(next.act, next.ms)
  }

  function askAnew(): void {
    turn = { seed: newSeed() }
    language = config().language
    onIdle()
    ask()
  }

  function ask(): void {
    const question = questionScreen({
      config: { ...config(), tiles: ordered() },
      language,
      onTile: (tile, position) => answer({ tile, position, text: '' }),
      onOther: askOther,
      onNone: () => answer({ tile: '', position: 0, text: '' }),
      onLanguage: () => {
        language = language === 'de' ? 'en' : 'de'
        ask()
      },
      status: status.element,
    })
    put(question.element)
    screen = question
    document.documentElement.lang = language
    status.tell(told, words())
  }

  function askOther(): void {
    const done = (text: string) => answer({ tile: otherTile, position: 0, text })
    const form = otherForm({ words: words(), onDone: done, onBack: ask })
    put(form.element, { ms: otherMs, act: () => (form.text() === '' ? askAnew() : done(form.text())) })
    form.element.querySelector('textarea')?.focus()
  }

  function answer(given: Pick<Answer, 'tile' | 'position' | 'text'>): void {
    const at = Date.now()
    const order = ordered().map(({ id }) => id)
    const known = { customer: '', amount: '', suspected: false }
    const message: Answer = { ...known, ...given, what: 'answer', id: newId(), at, order, seed: turn.seed, language }
    void post.add({ id: message.id, message, due: at + holdMs(config()) }).catch(() => location.reload())
    thank(message)
  }

  function thank(message: Answer): void {
    const { extra } = config()
    const more = h('button', { class: 'fc-small', type: 'button', onclick: () => void addTo(message) }, words().extra)
    const element = h(
      'main',
      { class: 'fc-screen fc-middle fc-thanks', lang: language },
      sign('check'),
      h('h1', { role: 'status' }, message.tile === '' ? words().thanksNone : words().thanks),
      extra && more,
    )
    put(element, { ms: extra ? thanksWithExtraMs : thanksMs, act: askAnew })
    if (!extra) element.addEventListener('click', askAnew)
  }

  async function addTo({ id, at, tile }: Answer): Promise<void> {
    clearTimeout(timer)
    const release = at + holdMs(config())
    const held = await post.amend(id, (kept) => ({ ...kept, due: Date.now() + extraMs + 5_000 }))
    if (!held) return askAnew()
    const leave = (): void => {
      void post.amend(id, (kept) => ({ ...kept, due: release }))
      askAnew()
    }
    const save = ({ customer, amount }: { customer: string; amount: string }): void => {
      void post.amend(id, (kept) => ({ ...kept, due: release, message: { ...kept.message, customer, amount } }))
      askAnew()
    }
    const tileWords = config().tiles.find((one) => one.id === tile)?.[language] ?? ''
    const title = tileWords === '' ? words().extraTitle : `${words().extraTitle}: ${tileWords}`
    const { currency } = config()
    const form = extraForm({ words: words(), currency, title, withNote: false, onSave: save, onLeave: leave })
    put(form, { ms: extraMs, act: leave })
    form.querySelector('input')?.focus()
  }

  askAnew()
  return {
    tell(next: Told): void {
      told = next
      status.tell(told, words())
    },
    close: () => {
      clearTimeout(timer)
      screen?.close()
    },
  }
}
