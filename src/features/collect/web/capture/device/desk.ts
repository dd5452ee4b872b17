import type { DeviceConfig, Note, NoteKind } from '../../../capture/schema.ts'
import { noteKinds } from '../../../capture/words.ts'
import { h, show, sign } from './dom.ts'
import { extraForm } from './forms.ts'
import type { Sign } from './icons.ts'
import { newId } from './newId.ts'
import { type Kept, lastNotes, mayUndo } from './outbox.ts'
import type { Post } from './post.ts'
import { statusLine, type Told } from './status.ts'
import { type DeviceLanguage, deviceWords } from './words.ts'

export type DeskOptions = {
  readonly root: HTMLElement
  readonly post: Pick<Post, 'add' | 'amend' | 'undo'>
  readonly config: () => Pick<DeviceConfig, 'company' | 'name' | 'currency' | 'language'>
  /** Where the language is chosen elsewhere, the page offers none. */
  readonly languageFixed: boolean
}

const signs: Readonly<Record<NoteKind, Sign>> = {
  walk_in: 'door-enter',
  phone_call: 'phone-call',
  order_card: 'file-text',
  complaint: 'mood-sad',
  recommendation: 'message-heart',
}

/** Notes wait before they leave, so that most of what is taken back never leaves. */
const holdMs = 10_000
const formMs = 180_000

/** Quick capture for staff: one tap notes it, details and undo come afterwards. */
export function openDesk({ root, post, config, languageFixed }: DeskOptions) {
  let language: DeviceLanguage = config().language
  let kept: readonly Kept[] = []
  let told: Told = { waiting: 0, failing: false }
  const status = statusLine()
  const list = h('ul', { class: 'fc-last' })
  const said = h('p', { class: 'fc-said', role: 'status' })
  const words = () => deviceWords[language]
  const nameOf = ({ message }: Kept): string => (message.what === 'note' ? words().kinds[message.kind] : '')
  const time = (at: number): string =>
    new Intl.DateTimeFormat(language === 'de' ? 'de-DE' : 'en-GB', { hour: '2-digit', minute: '2-digit' }).format(at)

  function note(kind: NoteKind): void {
    const at = Date.now()
    const message: Note = { what: 'note', kind, id: newId(), at, customer: '', amount: '', text: '' }
    void post.add({ id: message.id, message, due: at + holdMs }).catch(() => location.reload())
    said.textContent = words().noted(words().kinds[kind])
  }

  async function addTo(one: Kept): Promise<void> {
    const { message } = one
    if (message.what !== 'note') return
    const held = await post.amend(one.id, (now) => ({ ...now, due: Date.now() + formMs }))
    if (!held) return
    const release = (): number => Math.max(Date.now(), message.at + holdMs)
    const leave = (): void => {
      void post.amend(one.id, (now) => ({ ...now, due: release() }))
      draw()
    }
    const form = extraForm({
      words: words(),
      currency: config().currency,
      title: nameOf(one),
      withNote: true,
      before: { customer: message.customer, amount: message.amount, note: message.text },
      onSave: ({ customer, amount, note: text }) => {
        const changed: Note = { ...message, customer, amount, text }
        void post.amend(one.id, (now) => ({ ...now, due: release(), message: changed }))
        draw()
      },
      onLeave: leave,
    })
    show(root, form)
    form.querySelector('input')?.focus()
  }

  function entry(one: Kept): HTMLElement {
    const name = nameOf(one)
    const { customer, amount, at } = one.message
    const text = one.message.what === 'note' ? one.message.text : ''
    const state = one.sent ? words().sent : one.tries === 0 && one.due > Date.now() ? words().held : words().unsent
    const facts = [customer, amount.replace('.', ','), text].filter((fact) => fact !== '').join(' · ')
    const mayAmend = !one.sent && one.tries === 0
    return h(
      'li',
      { 'data-note': one.id, 'data-sent': one.sent },
      h('div', {}, h('b', {}, name), h('span', {}, `${time(at)} · ${facts === '' ? state : facts}`)),
      mayAmend &&
        h(
          'button',
          { class: 'fc-small', type: 'button', 'aria-label': words().addTo(name), onclick: () => void addTo(one) },
          words().add,
        ),
      mayUndo(one, Date.now()) &&
        h(
          'button',
          {
            class: 'fc-small',
            type: 'button',
            'aria-label': words().undoOf(name),
            'data-undo': true,
            onclick: () => void undo(one),
          },
          sign('arrow-back-up'),
        ),
    )
  }

  async function undo(one: Kept): Promise<void> {
    await post.undo(one.id)
    said.textContent = words().undone
  }

  function fill(): void {
    const notes = lastNotes(kept)
    const nothing = h('li', { class: 'fc-nothing' }, words().nothing)
    list.replaceChildren(...(notes.length > 0 ? notes.map(entry) : [nothing]))
    status.tell(told, words())
  }

  function draw(): void {
    const toggle = h(
      'button',
      { class: 'fc-small', type: 'button', onclick: turnLanguage, lang: language === 'de' ? 'en' : 'de' },
      words().language,
    )
    const buttons = noteKinds.map((kind) =>
      h(
        'button',
        { class: 'fc-tile', type: 'button', 'data-kind': kind, onclick: () => note(kind) },
        sign(signs[kind]),
        h('span', {}, words().kinds[kind]),
      ),
    )
    show(
      root,
      h(
        'main',
        { class: 'fc-screen fc-desk', lang: language },
        h('header', { class: 'fc-head' }, h('span', { class: 'fc-company' }, config().name), !languageFixed && toggle),
        h('section', { class: 'fc-list', 'aria-label': words().last }, h('h2', {}, words().last), list),
        said,
        h('h1', {}, words().noteTitle),
        h('div', { class: 'fc-notes' }, ...buttons),
        h('footer', { class: 'fc-foot' }, h('span', {}, config().company), status.element),
      ),
    )
    fill()
  }

  function turnLanguage(): void {
    language = language === 'de' ? 'en' : 'de'
    document.documentElement.lang = language
    draw()
  }

  draw()
  const clock = setInterval(fill, 5_000)
  return {
    tell(next: Told & { readonly kept: readonly Kept[] }): void {
      told = next
      kept = next.kept
      fill()
    },
    close: () => clearInterval(clock),
  }
}
