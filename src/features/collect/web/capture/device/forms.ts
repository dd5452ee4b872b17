import { readAmount } from '../../../capture/amount.ts'
import { h } from './dom.ts'
import type { DeviceWords } from './words.ts'

export type Extra = { readonly customer: string; readonly amount: string; readonly note: string }

type ExtraForm = {
  readonly words: DeviceWords
  readonly currency: string
  readonly title: string
  readonly withNote: boolean
  readonly before?: Partial<Extra>
  readonly onSave: (extra: Extra) => void
  readonly onLeave: () => void
}

function field(label: string, input: HTMLElement): HTMLLabelElement {
  return h('label', { class: 'fc-field' }, h('span', {}, label), input)
}

/** Customer and amount, and a note where it makes sense. */
export function extraForm({ words, currency, title, withNote, before, onSave, onLeave }: ExtraForm): HTMLElement {
  const plain = { autocomplete: 'off', autocapitalize: 'off', spellcheck: 'false' }
  const customer = h('input', { ...plain, maxlength: 200, name: 'customer', value: before?.customer ?? '' })
  const amount = h('input', {
    ...plain,
    maxlength: 20,
    name: 'amount',
    inputmode: 'decimal',
    value: before?.amount?.replace('.', ',') ?? '',
  })
  const note = h('textarea', { name: 'note', maxlength: 500, rows: 2 }, before?.note ?? '')
  const wrong = h('p', { class: 'fc-wrong', role: 'alert' })
  const save = (): void => {
    const read = readAmount(amount.value)
    if (read === undefined) {
      wrong.textContent = words.amountWrong
      amount.setAttribute('aria-invalid', 'true')
      amount.focus()
      return
    }
    onSave({ customer: customer.value.trim(), amount: read, note: note.value.trim() })
  }
  const form = h(
    'form',
    { class: 'fc-form', novalidate: true },
    h('h1', {}, title),
    field(words.customer, customer),
    field(words.amount(currency), amount),
    wrong,
    withNote && field(words.note, note),
    h(
      'div',
      { class: 'fc-row' },
      h('button', { class: 'fc-wide', type: 'button', onclick: onLeave }, words.without),
      h('button', { class: 'fc-wide fc-go', type: 'submit' }, words.save),
    ),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    save()
  })
  return h('main', { class: 'fc-screen fc-middle' }, form)
}

type OtherForm = {
  readonly words: DeviceWords
  readonly onDone: (text: string) => void
  readonly onBack: () => void
}

/** "Something else", in the customer's own words. */
export function otherForm({ words, onDone, onBack }: OtherForm): { readonly element: HTMLElement; text(): string } {
  const text = h('textarea', {
    name: 'text',
    maxlength: 300,
    rows: 3,
    placeholder: words.otherHint,
    'aria-label': words.otherTitle,
  })
  const form = h(
    'form',
    { class: 'fc-form', novalidate: true },
    h('h1', {}, words.otherTitle),
    text,
    h(
      'div',
      { class: 'fc-row' },
      h('button', { class: 'fc-wide', type: 'button', onclick: onBack }, words.back),
      h('button', { class: 'fc-wide fc-go', type: 'submit' }, words.done),
    ),
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    onDone(text.value.trim())
  })
  return { element: h('main', { class: 'fc-screen fc-middle' }, form), text: () => text.value.trim() }
}
